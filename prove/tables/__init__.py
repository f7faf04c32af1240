"""What `bin/prove imports` sends: tables that are right, and a thousand ways in which they are not."""
