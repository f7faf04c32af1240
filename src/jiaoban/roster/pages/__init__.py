"""排班: who is due, swaps, the rules of the regime. One file a subject; here are the addresses."""

from django.urls import path

from jiaoban.roster.pages import month, ruled, swaps

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/roster", month.roster, name="roster"),
    path("s/<slug:site>/p/<slug:post>/roster/rules", ruled.roster_rules, name="roster_rules"),
    path("s/<slug:site>/p/<slug:post>/swaps", swaps.swaps, name="swaps"),
    path("s/<slug:site>/p/<slug:post>/swaps/new", swaps.swap_new, name="swap_new"),
    path("s/<slug:site>/p/<slug:post>/swaps/<str:key>", swaps.swap, name="swap"),
]
