"""Company funds: asked for, approved, spent and settled by month; errors and fraud; their share in what was sold."""
