"""巡检: routes, their codes, rounds. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.round.pages import ahead, codes, going, listing, routes

POST = "s/<slug:site>/p/<slug:post>/rounds"

urlpatterns = [
    path("round-worker.js", going.worker, name="round_worker"),
    path("s/<slug:site>/q/<str:secret>", codes.scan, name="scan"),
    path(POST, listing.rounds, name="rounds"),
    path(f"{POST}/on-this-device", ahead.on_this_device, name="rounds_on_device"),
    path(f"{POST}/time", ahead.now, name="rounds_now"),
    path(f"{POST}/routes/new", routes.route_new, name="route_new"),
    path(f"{POST}/routes/save", routes.save, name="route_save"),
    path(f"{POST}/routes/<str:key>", routes.route, name="route"),
    path(f"{POST}/routes/<str:key>/begin", ahead.begin, name="round_begin"),
    path(f"{POST}/routes/<str:key>/codes", codes.issue, name="route_codes"),
    path(f"{POST}/<str:key>", going.round_, name="round"),
    path(f"{POST}/<str:key>/visit", going.visit, name="round_visit"),
    path(f"{POST}/<str:key>/now", going.now, name="round_now"),
    path(f"{POST}/<str:key>/photo/<str:picture>", going.photo, name="round_photo"),
    path(f"{POST}/<str:key>/thumbnail/<str:picture>", going.thumbnail, name="round_thumbnail"),
]
