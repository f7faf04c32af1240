"""The verbs of customers."""

from jiaoban.lead import occasions
from jiaoban.lead.usecases import appoint, colliding, contact, following, guard, keep, result

__all__ = ["appoint", "colliding", "contact", "following", "guard", "keep", "occasions", "result"]
