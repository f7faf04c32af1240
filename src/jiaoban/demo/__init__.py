"""Floor 5: the demo station, its invented people and their day."""
