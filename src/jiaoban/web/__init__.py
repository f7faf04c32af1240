"""Shell of the web pages: frame, components and pages that belong to no single room."""
