"""Tools of a demo site: set its clock, become another of its people with one click. Elsewhere they do not exist."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from jiaoban.handover import queries as handover
from jiaoban.kernel.book import Book
from jiaoban.kernel.zones import clock_of
from jiaoban.ledger.store import DbBook
from jiaoban.org import queries as org
from jiaoban.org.door import all_sites, site_now, sites_of
from jiaoban.org.packs import packs
from jiaoban.org.tables import Person
from jiaoban.roster import queries as roster
from jiaoban.web.answer import role as called
from jiaoban.web.desk import Desk
from jiaoban.web.visit import act, page

STEPS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
AROUND = tuple(timedelta(minutes=minutes) for minutes in (-60, -30, -25, -15, -10, 0, 2, 10))
"""Moments around the end of a shift at which something begins or is late."""
EARLY = timedelta(minutes=30)


def is_demo_account(username: str) -> bool:
    """Say whether an account is one of the invented people's."""
    return any(one.username == username for cast in import_string(settings.DEMO_PEOPLE).values() for one in cast)


def bar(desk: Desk) -> dict[str, Any]:
    """Return what parts/demo_bar.html shows: moments to go to, people to become."""

    def roles(one: Person) -> str:
        posts = {grant.post for grant in one.grants if grant.post}
        said = [desk.role(grant.role, grant.post or "") for grant in one.grants]
        where = [desk.post_names.get(post, post) for post in sorted(posts)]
        crew = [desk.words(desk.site.crew_name(one.crew))] if one.crew else []
        return " · ".join([*crew, *dict.fromkeys(said), *where])

    marked = marks(desk.book, desk.now)
    people = [one for one in org.people(desk.book) if one.member and is_demo_account(one.username)]
    return {
        "now": desk.now,
        "clock_url": reverse("set_clock", kwargs={"site": desk.site.code}),
        "moments": [{"value": at.isoformat(), "label": label} for at, label in moments(desk)],
        "people_url": reverse("become", kwargs={"site": desk.site.code}),
        "people": [
            {
                "id": one.username,
                "name": one.name,
                "role_name": roles(one),
                "current": one.key == desk.actor.person,
                "mark": marked.get(one.username, ""),
            }
            for one in people
        ],
    }


def marks(book: Book, now: datetime) -> dict[str, str]:
    """Return, by account, who holds a post of a site now and who comes next: 'now' or 'next'."""
    keys: dict[str, str] = {}
    for place in org.places(book, now):
        held = handover.tenure(book, place.post)
        shift, following = place.shift_at(now), place.pattern.after(now, place.zone) if place.pattern else None
        coming = (*roster.due(book, place, following), *roster.leads(book, place, following)) if following else ()
        running = (*(held.people if held else ()), *(roster.leads(book, place, shift) if shift else ()))
        keys = {**dict.fromkeys(coming, "next"), **keys, **dict.fromkeys(running, "now")}
    return {one.username: keys[one.key] for one in org.people(book) if one.key in keys}


def casts(language: str) -> list[dict[str, Any]]:
    """Return the invented people of every site that is there, for the page of those who are not logged in yet: name of
    the site and people; who is on duty or comes next stands first. Who belongs to several sites stands at the first.
    """
    shown: set[str] = set()
    found = []
    there = {code for code, _ in all_sites()}
    for code, cast in import_string(settings.DEMO_PEOPLE).items():
        if code not in there:
            continue
        book = DbBook(code)
        site = org.site(book)
        now = site_now(book)
        marked = marks(book, now) if site.demo else {}
        regimes = [place.regime for place in org.places(book, now) if place.regime]
        pack = packs(regimes[0]) if regimes else None
        people = [
            {
                "id": one.username,
                "name": one.name,
                "role_name": " · ".join(dict.fromkeys(called(role, pack).in_(language) for role, _ in one.roles)),
                "mark": marked.get(one.username, ""),
            }
            for one in cast
            if one.username not in shown
        ]
        shown |= {one["id"] for one in people}
        people.sort(key=lambda one: ("now", "next", "").index(one["mark"]))
        found.append({"name": site.name.in_(language), "people": people})
    return found


def moments(desk: Desk) -> list[tuple[datetime, str]]:
    """Return the moments worth going to: a little later, around the next end of a shift, and before those after it."""
    from jiaoban.web.templatetags.jiaoban import spell_duration, spell_moment

    now = desk.now
    found = [(now + step, f"+ {spell_duration(step)}") for step in STEPS]
    until = now + timedelta(hours=24)
    patterns = (place.pattern for place in org.places(desk.book, now) if place.pattern)
    today = now.astimezone(clock_of(desk.zone)).date()
    days = (today - timedelta(days=1), today, today + timedelta(days=1))
    ends = sorted({one.ends_at for pattern in patterns for day in days for one in pattern.on(day, desk.zone)})
    ahead = [one for one in ends if one + AROUND[-1] > now]
    around = [*(one + step for one in ahead[:1] for step in AROUND), *(one - EARLY for one in ahead[1:])]
    return [*found, *((at, spell_moment(at, "day")) for at in around if now < at < until)]


@page(methods=("POST",))
def set_clock(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Move the clock of a demo site forward."""
    if not (settings.DEMO and desk.site.demo):
        raise Http404("no demo site")
    return act(request, desk, "org.set_clock")


@page(methods=("POST",))
def become(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Log in as another of the demo people of this site."""
    if not (settings.DEMO and desk.site.demo):
        raise Http404("no demo site")
    return _log_in(request, desk.site.code, request.POST.get("person", ""))


@require_POST
def enter_demo(request: HttpRequest) -> HttpResponseBase:
    """Log in as one of the demo people, from the page of those who are not logged in yet."""
    if not settings.DEMO:
        raise Http404("no demo")
    return _log_in(request, "", request.POST.get("person", ""))


def _log_in(request: HttpRequest, site: str, username: str) -> HttpResponseBase:
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None or not is_demo_account(username) or (site and site not in dict(sites_of(user))):
        raise Http404("no such demo person")
    login(request, user, backend="jiaoban.config.accounts.Known")
    return HttpResponseRedirect(f"/s/{site}/" if site else "/")
