"""The room as a Django app."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    """Registers the room's tables and verbs."""

    name = "jiaoban.org"
    label = "org"

    def ready(self) -> None:
        """Import the use cases, so that their verbs are known."""
        from jiaoban.org import usecases  # noqa: F401
