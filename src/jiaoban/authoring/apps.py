"""The writing of regimes as a Django application."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """Registers the verbs and tables of drafts."""

    name = "jiaoban.authoring"
    label = "authoring"
    verbose_name = "制度草案"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables, and the trial of what is adopted."""
        from jiaoban.authoring import taking, usecases  # noqa: F401
