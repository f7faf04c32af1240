"""Tools of a demo site: set its clock, become another of its people with one click. Elsewhere they do not exist."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from jiaoban.handover import queries as handover
from jiaoban.kernel.access import ROLES
from jiaoban.kernel.book import Book
from jiaoban.kernel.shifts import local
from jiaoban.ledger.store import DbBook
from jiaoban.org import queries as org
from jiaoban.org.door import all_sites, site_now, sites_of
from jiaoban.org.tables import Person
from jiaoban.roster import queries as roster
from jiaoban.web.desk import Desk
from jiaoban.web.visit import act, page

STEPS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def is_demo_account(username: str) -> bool:
    """Say whether an account is one of the invented people's."""
    return username in {one.username for one in import_string(settings.DEMO_PEOPLE)}


def bar(desk: Desk) -> dict[str, Any]:
    """Return what parts/demo_bar.html shows: moments to go to, people to become."""

    def roles(one: Person) -> str:
        posts = {grant.post for grant in one.grants if grant.post}
        said = [desk.words(ROLES[grant.role]) for grant in one.grants]
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


def marks_everywhere() -> dict[str, str]:
    """Return the marks of every demo site, for the page of those who are not logged in yet."""
    found: dict[str, str] = {}
    for code, _ in all_sites():
        book = DbBook(code)
        if org.site(book).demo:
            found |= marks(book, site_now(book))
    return found


def moments(desk: Desk) -> list[tuple[datetime, str]]:
    """Return the moments worth going to: a little later, and around the next ends of shifts."""
    from jiaoban.web.templatetags.jiaoban import spell_duration, spell_moment

    now = desk.now
    found = [(now + step, f"+ {spell_duration(step)}") for step in STEPS]
    today = now.astimezone(ZoneInfo(desk.zone)).date()
    clocks = (time(7, 0), time(7, 30), time(7, 45), time(7, 50), time(8, 0), time(8, 10), time(15, 30), time(23, 30))
    around = (local(day, one, desk.zone) for day in (today, today + timedelta(days=1)) for one in clocks)
    soon = [at for at in around if now < at < now + timedelta(hours=24)]
    return [*found, *((at, spell_moment(at, "day")) for at in soon)]


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
