"""The room as a Django app."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Registers the room's tables and verbs."""

    name = "jiaoban.roster"
    label = "roster"

    def ready(self) -> None:
        """Import the use cases, so that their verbs are known."""
        from jiaoban.roster import usecases  # noqa: F401
