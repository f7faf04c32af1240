"""Floor 0, pure: acts, books, verbs, clocks and places. Nothing here knows Django, a regime or a wall clock of its
own."""
