"""The verbs of the plant, one file a subject."""

from jiaoban.plant.usecases import custody, earths, equipment, matters, readings, samples

__all__ = ["custody", "earths", "equipment", "matters", "readings", "samples"]
