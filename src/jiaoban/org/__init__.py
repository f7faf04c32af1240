"""Floor 2: sites, posts, people, roles, qualifications, adopted regimes - all of it acts of the site's own book."""
