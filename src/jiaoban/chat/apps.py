"""Messages to chat groups as a Django application."""

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Registers the verbs and tables of the channels."""

    name = "jiaoban.chat"
    label = "chat"
    verbose_name = "群消息"

    def ready(self) -> None:
        """Import the use cases, which declares verbs and tables."""
        from jiaoban.chat import usecases  # noqa: F401
