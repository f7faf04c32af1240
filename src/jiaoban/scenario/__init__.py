"""Floor 5: scenarios - cases beside the rules of a pack, told as Given, When, Then, and run on the production core."""
