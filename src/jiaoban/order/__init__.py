"""Floor 3: standing orders - who must read what, until when, and who has."""
