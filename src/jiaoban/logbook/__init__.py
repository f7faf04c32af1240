"""Floor 2: the running logbook of every post. What was written stays legible, whatever is said about it later."""
