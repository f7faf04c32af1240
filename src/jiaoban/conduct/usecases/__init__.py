"""The verbs of breaches: recording, hearing, deciding, appealing."""

from jiaoban.conduct.usecases import deciding, hearing, recording

__all__ = ["deciding", "hearing", "recording"]
