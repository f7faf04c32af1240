"""The verbs of customers."""

from jiaoban.lead import aftersales_occasions, figures, occasions, sold
from jiaoban.lead.usecases import aftersales, appoint, colliding, contact, following, guard, keep, result

__all__ = [
    "aftersales",
    "aftersales_occasions",
    "appoint",
    "colliding",
    "contact",
    "figures",
    "following",
    "guard",
    "keep",
    "occasions",
    "result",
    "sold",
]
