"""Floor 3: pre- and post-shift meetings - roll call, fitness, summing-up, reports."""
