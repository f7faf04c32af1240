"""The pages of handovers and of responsibility. They belong to the shell (docs/adr/0004)."""

from jiaoban.handover.pages.urls import urlpatterns

__all__ = ["urlpatterns"]
