"""The verbs of follow-ups, what is passed to departments, and suggestions."""

from jiaoban.followup.usecases import life, passing, suggesting

__all__ = ["life", "passing", "suggesting"]
