"""Floor 5: the command line. A module a command; Django is imported inside the commands that need it."""
