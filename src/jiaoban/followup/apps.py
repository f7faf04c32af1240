"""Follow-ups as a Django application."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Registers the verbs and tables of follow-ups."""

    name = "jiaoban.followup"
    label = "followup"
    verbose_name = "跟进"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.followup import usecases  # noqa: F401
