"""Pages."""

from django.urls import path

from jiaoban.followup.pages.items import followup, followup_new, followups

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/followups", followups, name="followups"),
    path("s/<slug:site>/p/<slug:post>/followups/new", followup_new, name="followup_new"),
    path("s/<slug:site>/p/<slug:post>/followups/<str:key>", followup, name="followup"),
]
