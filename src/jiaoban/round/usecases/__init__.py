"""The verbs of rounds, one file a subject."""

from jiaoban.round.usecases import going, routes

__all__ = ["going", "routes"]
