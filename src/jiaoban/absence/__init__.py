"""Leave, trips and training: the request with its work transfer form, cover, handing back, recall."""
