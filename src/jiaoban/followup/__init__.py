"""Floor 3: follow-ups - what is not finished, carried from shift to shift until somebody closes it with a result."""
