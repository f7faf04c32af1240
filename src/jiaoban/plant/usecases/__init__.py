"""The verbs of the plant, one file a subject."""

from jiaoban.plant.usecases import custody, dispatch, earths, equipment, history, matters, readings, samples, works

__all__ = ["custody", "dispatch", "earths", "equipment", "history", "matters", "readings", "samples", "works"]
