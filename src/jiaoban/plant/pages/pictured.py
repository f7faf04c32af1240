"""Pictures in the story of a matter: sent with what is told of it, shown beside it."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.plant import queries
from jiaoban.plant.tables import Matter, Turn
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.visit import page


def taking(form: Form, url: str) -> Form:
    """Return a form that also takes pictures, sent to the address that stores them first."""
    form.url, form.photos = url, True
    return form


def photos(desk: Desk, one: Matter, turn: Turn) -> list[dict[str, str]]:
    """Return the pictures of a turn for `.thumbs`."""
    return [
        {
            "url": desk.url("matter_photo", key=one.key, picture=name),
            "thumb_url": desk.url("matter_thumbnail", key=one.key, picture=name),
            "alt": gettext("「{title}」的照片 {number}").format(title=one.title, number=number),
        }
        for number, name in enumerate(turn.photos, start=1)
    ]


@page(Right.WORK, methods=("POST",))
def matter_open(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Open a matter, the pictures of the form stored first."""
    return pictures.act_with(request, desk, "plant.open_matter", otherwise=desk.url("matter_new"))


@page(Right.WORK, methods=("POST",))
def matter_note(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Write something on a matter, the pictures of the form stored first."""
    return pictures.act_with(request, desk, "plant.note", otherwise=desk.url("matter", key=key))


@page(Right.WORK, methods=("POST",))
def matter_advance(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Bring a matter into another state, the pictures of the form stored first."""
    return pictures.act_with(request, desk, "plant.advance", otherwise=desk.url("matter", key=key))


@page()
def matter_photo(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give a picture of a matter to whoever may read it."""
    _need(desk, key, picture)
    return pictures.photograph(picture)


@page()
def matter_thumbnail(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give the small picture of a picture of a matter."""
    _need(desk, key, picture)
    return pictures.small(picture)


def _need(desk: Desk, key: str, name: str) -> None:
    found = queries.matter(desk.book, key)
    if found is None or found.post != desk.post or name not in found.photos:
        raise NotFound(f"photo {name}")
