"""Stored files as answers: a photograph, its small picture, or anything else that is kept under its hash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.ledger.files import FileLost
from jiaoban.logbook import photos
from jiaoban.web.desk import Desk
from jiaoban.web.visit import act, mistaken

FOREVER = "private, max-age=31536000, immutable"
"""A stored file never changes under its name; only the reader's own browser may keep it."""


def act_with(request: HttpRequest, desk: Desk, verb: str, *, otherwise: str) -> HttpResponseBase:
    """Carry out a verb with a form, its photographs stored first. One that is none shows the page again (`otherwise`:
    where the form names none), with what was typed."""
    typed = request.POST.copy()
    try:
        typed.setlist("photos", [photos.take(one.read()) for one in request.FILES.getlist("photo")])
    except BadInput as error:
        return mistaken(request, desk, error, form=request.POST.get("form", ""), otherwise=otherwise)
    return act(request, desk, verb, typed)


def photograph(name: str) -> HttpResponse:
    """Answer with a photograph; whether the reader may see it was asked before. Raises `NotFound` where it is lost."""
    return as_kept(name, photos.read)


def small(name: str) -> HttpResponse:
    """Answer with the small picture of a photograph. Raises `NotFound` where it is lost."""
    return as_kept(name, lambda one: (photos.thumbnail(one), "image/webp"))


def as_kept(
    name: str, read: Callable[[str], tuple[bytes, str]], shown: Callable[[str], str] = lambda _kind: "inline"
) -> HttpResponse:
    """Answer with what `read` gives (bytes, media type) under a name; `shown` says how, by the media type.

    Raises `NotFound` where it is lost.
    """
    try:
        content, kind = read(name)
    except FileLost:
        raise NotFound(name) from None
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": FOREVER, "Content-Disposition": shown(kind)}
    return HttpResponse(content, content_type=kind, headers=headers)
