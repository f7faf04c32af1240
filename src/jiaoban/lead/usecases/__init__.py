"""The verbs of customers."""

from jiaoban.lead.usecases import appoint, contact, guard, keep, result

__all__ = ["appoint", "contact", "guard", "keep", "result"]
