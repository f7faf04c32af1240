"""The code on the wall of a post: the sheet that is printed, and what happens when a phone's camera opens it.

As with rounds the secret is made here, printed, and forgotten; the book holds its SHA-256.
"""

from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse

from jiaoban.attendance import queries
from jiaoban.kernel.access import Right
from jiaoban.kernel.verbs import find_verb
from jiaoban.web.answer import Answer
from jiaoban.web.codes import SECRET_BYTES, qr
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import Command, carry_out, page, show_again


@page(Right.SUPERVISE, methods=("POST",))
def attendance_code(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Give the post a new code and show the sheet to print; the earlier one is void."""
    secret, back = token_urlsafe(SECRET_BYTES), desk.url("attendance")
    said = QueryDict(mutable=True)
    said["digest"] = queries.digest(secret)
    verb = find_verb("attendance.issue_code")
    assert verb is not None
    came_of_it = carry_out(request, desk, Command(verb, request.POST, back, back), said)
    if isinstance(came_of_it, Answer):
        return show_again(request, back, came_of_it)
    where = reverse("attendance_scan", kwargs={"site": desk.site.code, "secret": secret})
    address = request.build_absolute_uri(where)
    context = {"address": address, "qr": qr(address), "back": back, "host": request.get_host()}
    response = draw(request, desk, "attendance/sheet.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@page()
def attendance_scan(request: HttpRequest, desk: Desk, secret: str) -> HttpResponseBase:
    """Open the page of the post whose code was scanned, with the code."""
    known = queries.code(desk.book, secret)
    if known is None or not desk.may(Right.READ, known.post):
        return draw(request, desk, "attendance/scanned.html", status=404)
    where = reverse("attendance", kwargs={"site": desk.site.code, "post": known.post})
    return HttpResponseRedirect(f"{where}?code={secret}")
