"""The verbs of gatherings: announcing, holding, counting."""

from jiaoban.gathering import occasions
from jiaoban.gathering.usecases import announce, count, hold

__all__ = ["announce", "count", "hold", "occasions"]
