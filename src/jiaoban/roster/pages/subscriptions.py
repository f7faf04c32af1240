"""日历订阅: one's own subscriptions with their secret addresses, and the calendar that such an address answers with."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext

from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org.tables import SITE
from jiaoban.roster import feeds
from jiaoban.roster.grid_tables import Feed
from jiaoban.roster.pages.frame import tabs
from jiaoban.roster.seals import is_sealed, seal
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw, usual_post
from jiaoban.web.visit import page


@page()
def subscriptions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show one's own subscriptions, each with its address; open one, close one."""
    found = feeds.of_subscriber(desk.book, desk.actor.person)
    context: dict[str, Any] = {
        "tabs": tabs(desk, "subscriptions", post=usual_post(request, desk)),
        "feeds": [_shown(request, desk, one) for one in found],
        "mine": desk.form(
            "roster.subscribe",
            label=gettext("订阅我的班次"),
            form_id="subscribe-mine",
            fixed={"post": "", "language": desk.language},
            draft=False,
        ),
        "of_post": desk.form(
            "roster.subscribe",
            label=gettext("订阅岗位的班次"),
            form_id="subscribe-post",
            tone="",
            fixed={"language": desk.language},
            options={"post": [(one.post, desk.post_names[one.post]) for one in desk.posts()]},
            required=("post",),
            draft=False,
        ),
    }
    response = draw(request, desk, "roster/subscriptions.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _shown(request: HttpRequest, desk: Desk, one: Feed) -> dict[str, Any]:
    where = {"site": desk.site.code, "seal": seal(desk.site.code, one.key), "key": one.key}
    address = request.build_absolute_uri(reverse("subscription", kwargs=where))
    return {
        "name": desk.post_names.get(one.post, one.post) if one.post else gettext("我的班次"),
        "opened_at": one.opened_at,
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
        "close": desk.form(
            "roster.unsubscribe",
            label=gettext("停用"),
            form_id=f"close-{one.key}",
            tone="",
            fixed={"feed": one.key},
            draft=False,
        ),
    }


def file(request: HttpRequest, site: str, seal: str, key: str) -> HttpResponse:
    """Answer a calendar program: for whoever has the address, without a login; nothing at all for anybody else."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(("GET", "HEAD"))
    if not is_sealed(site, key, seal):
        raise Http404
    book = DbBook(site)
    here = book.get(SITE, site)
    content = feeds.content(book, key, door.clock.now() + here.offset) if here else None
    if content is None:
        raise Http404
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    same = etag in {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    response = HttpResponse(b"" if same else content, content_type="text/calendar; charset=utf-8")
    response.status_code = 304 if same else 200
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="jiaoban.ics"'
    return response
