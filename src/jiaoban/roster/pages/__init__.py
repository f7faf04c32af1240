"""排班: who is due, swaps, the rules of the regime, the calendar, tables, subscriptions. One file a subject."""

from django.urls import path

from jiaoban.roster.pages import (
    calendar,
    month,
    people,
    proposing,
    ruled,
    setup,
    subscriptions,
    swaps,
    tables,
    wishing,
)

urlpatterns = [
    path("s/<slug:site>/p/<slug:post>/roster", month.roster, name="roster"),
    path("s/<slug:site>/p/<slug:post>/roster/rules", ruled.roster_rules, name="roster_rules"),
    path("s/<slug:site>/p/<slug:post>/roster/people", people.at_post, name="roster_people"),
    path("s/<slug:site>/p/<slug:post>/roster/setup", setup.setup, name="roster_setup"),
    path("s/<slug:site>/p/<slug:post>/roster/month.xlsx", tables.export, name="roster_file"),
    path("s/<slug:site>/p/<slug:post>/roster/import", tables.take, name="roster_import"),
    path("s/<slug:site>/p/<slug:post>/roster/wishes", wishing.roster_wishes, name="roster_wishes"),
    path("s/<slug:site>/p/<slug:post>/roster/proposals", proposing.roster_proposals, name="roster_proposals"),
    path("s/<slug:site>/p/<slug:post>/roster/propose", proposing.roster_propose, name="roster_propose"),
    path("s/<slug:site>/p/<slug:post>/roster/proposals/<str:key>", proposing.roster_proposal, name="roster_proposal"),
    path(
        "s/<slug:site>/p/<slug:post>/roster/proposals/<str:key>/stop",
        proposing.roster_proposal_stop,
        name="roster_proposal_stop",
    ),
    path(
        "s/<slug:site>/p/<slug:post>/roster/proposals/<str:key>/take",
        proposing.roster_proposal_take,
        name="roster_proposal_take",
    ),
    path("s/<slug:site>/p/<slug:post>/swaps", swaps.swaps, name="swaps"),
    path("s/<slug:site>/p/<slug:post>/swaps/new", swaps.swap_new, name="swap_new"),
    path("s/<slug:site>/p/<slug:post>/swaps/<str:key>", swaps.swap, name="swap"),
    path("s/<slug:site>/roster", people.everywhere, name="roster_all"),
    path("s/<slug:site>/calendar", calendar.calendar, name="calendar"),
    path("s/<slug:site>/subscriptions", subscriptions.subscriptions, name="subscriptions"),
    path("s/<slug:site>/subscriptions/<str:seal>/<str:key>.ics", subscriptions.file, name="subscription"),
]
