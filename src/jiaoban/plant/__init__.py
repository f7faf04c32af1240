"""Floor 3: the plant - equipment, everything with a life cycle (matters), readings, things in custody."""
