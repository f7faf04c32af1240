"""跟进与建议: what is followed up, faults, suggestions. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.followup.pages import faults, items, suggestions

POST = "s/<slug:site>/p/<slug:post>"

urlpatterns = [
    path(f"{POST}/followups", items.followups, name="followups"),
    path(f"{POST}/followups/new", items.followup_new, name="followup_new"),
    path(f"{POST}/followups/<str:key>", items.followup, name="followup"),
    path(f"{POST}/followups/<str:key>/photo/<str:photo>", items.followup_photo, name="followup_photo"),
    path(f"{POST}/followups/<str:key>/thumbnail/<str:photo>", items.followup_thumbnail, name="followup_thumbnail"),
    path(f"{POST}/faults/new", faults.fault_new, name="fault_new"),
    path(f"{POST}/faults/report", faults.fault_report, name="fault_report"),
    path(f"{POST}/suggestions", suggestions.suggestions, name="suggestions"),
    path(f"{POST}/suggestions/new", suggestions.suggestion_new, name="suggestion_new"),
    path(f"{POST}/suggestions/<str:key>", suggestions.suggestion, name="suggestion"),
]
