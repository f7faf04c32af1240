"""The verbs of periodic duties, checklists by person, reading the regime and conduct."""

from jiaoban.duty.usecases import checking, observing, reading, shift

__all__ = ["checking", "observing", "reading", "shift"]
