"""例会、活动与报数: the calendar, one meeting, the hourly count. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.gathering.pages import announcing, calendar, counting, meeting

POST = "s/<slug:site>/p/<slug:post>"

urlpatterns = [
    path(f"{POST}/gatherings", calendar.gatherings, name="gatherings"),
    path(f"{POST}/gatherings/new", announcing.gathering_new, name="gathering_new"),
    path(f"{POST}/gatherings/<str:key>", meeting.gathering, name="gathering"),
    path(f"{POST}/counts", counting.counts, name="counts"),
]
