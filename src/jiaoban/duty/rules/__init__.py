"""The rules of periodic duties, checklists by person, reading the regime and conduct. Pure."""
