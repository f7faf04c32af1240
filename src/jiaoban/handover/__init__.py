"""Floor 4: the handover itself - record, gates, steps, signatures, transfer of responsibility, attribution."""
