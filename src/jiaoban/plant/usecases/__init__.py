"""The verbs of the plant, one file a subject."""

from jiaoban.plant.usecases import custody, equipment, matters, readings

__all__ = ["custody", "equipment", "matters", "readings"]
