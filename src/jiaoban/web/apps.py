"""The shell of pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Brings the frame's template tags and files."""

    name = "jiaoban.web"
    label = "web"
