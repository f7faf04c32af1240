"""Floor 3: rounds - routes of inspection points, their codes, and the rounds that people go along them."""
