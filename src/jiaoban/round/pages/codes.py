"""Codes: the sheet that is printed, and what happens when a phone's camera opens one.

The secret of a code is made here, printed, and forgotten: the book holds its SHA-256. So a sheet can be shown once; who
wants another one gets new codes, and the old ones are void.
"""

from dataclasses import replace
from secrets import token_urlsafe
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import find_verb
from jiaoban.round import queries
from jiaoban.round.pages.listing import start_form
from jiaoban.web.answer import Answer
from jiaoban.web.codes import SECRET_BYTES, qr
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import Command, carry_out, page, show_again


@page(Right.SUPERVISE, methods=("POST",))
def issue(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Give the chosen points new codes and show the sheet to print."""
    one = queries.route(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"route {key}")
    chosen = [point for point in one.points if point.code in request.POST.getlist("point")]
    secrets = {point.code: token_urlsafe(SECRET_BYTES) for point in chosen}
    said = QueryDict(mutable=True)
    said["route"] = key
    for number, (point, secret) in enumerate(secrets.items()):
        said[f"codes.{number}.point"], said[f"codes.{number}.digest"] = point, queries.digest(secret)
    back = desk.url("route", key=key)
    verb = find_verb("round.issue_codes")
    assert verb is not None
    came_of_it = carry_out(request, desk, Command(verb, request.POST, back, back), said)
    if isinstance(came_of_it, Answer):
        return show_again(request, back, came_of_it)
    addresses = {code: _address(request, desk, secret) for code, secret in secrets.items()}
    labels = [
        {
            "point": point,
            "number": one.points.index(point) + 1,
            "address": addresses[point.code],
            "qr": qr(addresses[point.code]),
        }
        for point in chosen
    ]
    context: dict[str, Any] = {"one": one, "labels": labels, "back": back, "host": request.get_host()}
    response = draw(request, desk, "round/sheet.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, desk: Desk, secret: str) -> str:
    return request.build_absolute_uri(reverse("scan", kwargs={"site": desk.site.code, "secret": secret}))


@page()
def scan(request: HttpRequest, desk: Desk, secret: str) -> HttpResponseBase:
    """Open the point of a code: on the round that goes on there, else with the button that begins one."""
    code = queries.code(desk.book, secret)
    if code is None or not desk.may(Right.READ, code.post):
        return draw(request, desk, "round/scanned.html", {"void": True}, status=404)
    route = queries.route(desk.book, code.route)
    assert route is not None
    there = {"site": desk.site.code, "post": code.post}
    going = next(iter(queries.going(desk.book, code.post, code.route)), None)
    if going is not None:
        address = reverse("round", kwargs={**there, "key": going.key})
        return HttpResponseRedirect(f"{address}?code={secret}#point-{code.point}")
    return _begin(request, desk, secret, code.post)


def _begin(request: HttpRequest, desk: Desk, secret: str, post: str) -> HttpResponse:
    code = queries.code(desk.book, secret)
    assert code is not None
    route = queries.route(desk.book, code.route)
    assert route is not None
    at_post = replace(desk, at=desk.place(post))
    may = at_post.can(Right.WORK) and route.in_use
    context = {
        "route": route,
        "point": route.point(code.point),
        "start": start_form(at_post, route, code=secret) if may else None,
        "rounds_url": at_post.url("rounds"),
    }
    return draw(request, at_post, "round/scanned.html", context)
