"""The wiring as a Django app, so that its checks are registered."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Registers the checks of the database and the security settings."""

    name = "jiaoban.config"
    label = "config"

    def ready(self) -> None:
        """Register the checks by importing them."""
        from jiaoban.config import checks  # noqa: F401
