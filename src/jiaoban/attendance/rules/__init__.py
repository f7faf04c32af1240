"""What follows from who was there when (`hours`), and when one can check in, out, or have it put right (`going`)."""
