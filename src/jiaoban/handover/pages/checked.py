"""What was found at a point that is checked: its words and photographs, as they are sent and as they are shown."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.handover import queries
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Confirmation
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.web import pictures
from jiaoban.web.desk import Desk
from jiaoban.web.visit import page


def told(scene: Scene, point: str, subject: str, party: str) -> dict[str, Any]:
    """Return what a party last said of a point in words and pictures; `wrong`: it is not as it should be."""
    given = (
        one
        for one in reversed(scene.handover.confirmations)
        if (one.point, one.subject, one.party) == (point, subject, party) and not one.waived
    )
    last = next(given, None)
    if last is None:
        return {"wrong": False, "note": "", "photos": []}
    return {"wrong": last.result == "ABNORMAL", "note": last.note, "photos": photos(scene, last)}


def photos(scene: Scene, one: Confirmation) -> list[dict[str, str]]:
    """Return the photographs of a check for `.thumbs`."""
    desk, key = scene.desk, scene.handover.key
    return [
        {
            "url": desk.url("handover_photo", key=key, picture=name),
            "thumb_url": desk.url("handover_thumbnail", key=key, picture=name),
            "alt": gettext("{name} 检查时拍的照片 {number}").format(name=desk.name(one.by), number=number),
        }
        for number, name in enumerate(one.photos, start=1)
    ]


@page(Right.WORK, methods=("POST",))
def confirm(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Confirm a point of a handover, the photographs of the form stored first."""
    return pictures.act_with(request, desk, "handover.confirm", otherwise=desk.url("handover_one", key=key))


@page()
def photo(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give a photograph of a check to whoever may read the handover."""
    _need(desk, key, picture)
    return pictures.photograph(picture)


@page()
def thumbnail(request: HttpRequest, desk: Desk, key: str, picture: str) -> HttpResponseBase:
    """Give the small picture of a photograph of a check."""
    _need(desk, key, picture)
    return pictures.small(picture)


def _need(desk: Desk, key: str, name: str) -> None:
    found = queries.handover(desk.book, key)
    if found is None or found.post != desk.post or name not in found.photos:
        raise NotFound(f"photo {name}")
