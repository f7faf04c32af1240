"""A fresh site for a benchmark to work on."""

from jiaoban.config.start import bring_up_to_date, prepare


def open_site() -> None:
    """Set Django up over the empty data folder of this benchmark (DATABASE_URL may name PostgreSQL instead)."""
    prepare()
    bring_up_to_date()
