"""Floor 0, pure: regime packs - what they may say, whether they say it rightly, and what follows from facts."""
