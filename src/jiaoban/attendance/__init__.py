"""Between floors 3 and 4: who is there - checking in and out, and what follows from it beside the roster. It reads the
roster and the absences; the handover reads it."""
