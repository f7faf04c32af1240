"""Floor 3: what was done, or excused, of the periodic duties that a regime gives to a shift."""
