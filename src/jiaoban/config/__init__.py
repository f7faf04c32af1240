"""Floor 6: settings, addresses, the server and what wires the rooms together. Nothing below imports it."""
