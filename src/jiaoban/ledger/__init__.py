"""Floor 1: the book of a site in the database, and the only writer of acts."""
