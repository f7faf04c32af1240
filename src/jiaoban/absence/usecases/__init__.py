"""The verbs of absences: asking and handing over, deciding, coming back, calling back."""

from jiaoban.absence.usecases import asking, back, deciding, recalling

__all__ = ["asking", "back", "deciding", "recalling"]
