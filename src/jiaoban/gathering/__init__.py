"""Floor 4: meetings beyond the handover - daily and announced ones, who hosts, the hourly count."""
