"""Reports and plans: what is due from whom until when, what was handed in, what is missing, and the sums."""
