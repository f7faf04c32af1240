"""What stands around every page of a site: navigation, clock, person, demo tools. `draw` renders a page into it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.zones import onward
from jiaoban.web import demo
from jiaoban.web.addresses import address
from jiaoban.web.desk import Desk
from jiaoban.web.navigation import BESIDES, GROUPS, RULED, TABS, Entry, under_the_thumb, unspoken


def draw(
    request: HttpRequest, desk: Desk, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Return a page of a site, rendered into the frame. In the template: `desk`, `frame`, and the context."""
    frame = _frame(request, desk)
    given = {"desk": desk, "frame": frame, "answer": desk.answer, **(context or {})}
    return render(request, template, given, status=status)


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    current = request.resolver_match.url_name if request.resolver_match else ""
    post = usual_post(request, desk)
    bar = under_the_thumb(desk.rule_book(post) if post else None)
    return {
        "site_name": desk.words(desk.site.name),
        "now": desk.now,
        "zone": onward(desk.zone, desk.now),
        "sse": f"/sse?site={desk.site.code}" + (f"&post={desk.post}" if desk.at else ""),
        "size": 0 if desk.answer else desk.size,  # a page with an answer does not lead on, though the book says so
        "head": address("head", {"site": desk.site.code}),
        "home": address("site", {"site": desk.site.code}),
        "tabs": _drawn(TABS, desk, post, current or ""),
        "bar": _drawn(bar, desk, post, current or ""),
        "not_in_bar": _drawn([one for one in TABS if one not in bar], desk, post, current or ""),
        "groups": _groups(desk, post, current or ""),
        "place": desk.post_name if desk.at else "",
        "posts": _other_posts(desk, current or "") if desk.at else [],
        "person": {"name": desk.actor.name, "role_name": role_names(desk)},
        "tokens": address("tokens", {"site": desk.site.code}),
        "demo": demo.bar(desk) if settings.DEMO and desk.site.demo else None,
    }


def usual_post(request: HttpRequest, desk: Desk) -> str:
    """Return the post of the address, else the one visited last, else the first that the visitor may read."""
    if desk.at is not None:
        return desk.at.post
    last = request.session.get(f"post:{desk.site.code}", "")
    readable = [key for key in desk.post_names if desk.may(Right.READ, key)]
    return last if last in readable else next(iter(readable), "")


def _groups(desk: Desk, post: str, current: str) -> list[dict[str, Any]]:
    """The groups of the navigation. What the regime does not speak of is nobody's but the supervisor's: theirs it is
    in a group of its own, folded up, for they could register such things."""
    left_out = unspoken(desk, post)
    found = [
        (name, [one for one in entries if one.name not in left_out or one.name == current]) for name, entries in GROUPS
    ]
    groups: list[dict[str, Any]] = [
        {"name": gettext(name), "tabs": _drawn(entries, desk, post, current)} for name, entries in found
    ]
    if post and desk.may(Right.SUPERVISE, post):
        besides = [one for _, entries in GROUPS for one in entries if one.name in left_out - RULED - {current}]
        groups.append({"name": gettext(BESIDES), "tabs": _drawn(besides, desk, post, current), "folded": True})
    return [one for one in groups if one["tabs"]]


def _drawn(entries: Iterable[Entry], desk: Desk, post: str, current: str) -> list[dict[str, Any]]:
    found = []
    for one in entries:
        address = _address(one.name, desk.site.code, post)
        if address and desk.may(one.right):
            here = current == one.name or current in one.pages
            found.append(
                {"label": gettext(one.label), "icon": one.icon, "url": address, "current": here}
                | {"count": 0, "phone_only": one.phone_only}
            )
    return found


def _address(name: str, site: str, post: str) -> str:
    """The address of a page of the post, or of the site, or '' where there is no such page."""
    for kwargs in ({"site": site, "post": post}, {"site": site}):
        if all(kwargs.values()) and (found := address(name, kwargs)):
            return found
    return ""


def _other_posts(desk: Desk, current: str) -> list[dict[str, Any]]:
    """The same page at each post that the visitor may read; where it is about one thing of this post, their home."""
    found = []
    for key, name in desk.post_names.items():
        if desk.may(Right.READ, key):
            address = _address(current, desk.site.code, key) or _address("home", desk.site.code, key)
            found.append({"label": name, "url": address, "current": key == desk.post})
    return found if len(found) > 1 else []


def role_names(desk: Desk) -> str:
    """Return the visitor's roles in words, each once."""
    said = dict.fromkeys(desk.role(grant.role, grant.post or "") for grant in desk.actor.grants)
    return ("、" if desk.language.startswith("zh") else ", ").join(said)
