"""The code on the wall of a post: the sheet that is printed. A phone's camera opens the page of the post with it.

As with rounds the secret is made here, printed, and forgotten; the book holds its SHA-256.
"""

from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponseBase, QueryDict

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
    said["code_digest"] = queries.digest(secret)
    verb = find_verb("attendance.issue_code")
    assert verb is not None
    came_of_it = carry_out(request, desk, Command(verb, request.POST, back, back), said)
    if isinstance(came_of_it, Answer):
        return show_again(request, back, came_of_it)
    address = request.build_absolute_uri(f"{back}?code={secret}")
    context = {"address": address, "qr": qr(address), "back": back, "host": request.get_host()}
    response = draw(request, desk, "attendance/sheet.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
