"""Who may ask what: the routes as the program has them, the table of docs/reference/access.md, and real requests."""
