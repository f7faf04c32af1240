"""Meetings as a Django application."""

from django.apps import AppConfig


class MeetingConfig(AppConfig):
    """Registers the verbs and tables of meetings."""

    name = "jiaoban.meeting"
    label = "meeting"
    verbose_name = "会议"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.meeting import usecases  # noqa: F401
