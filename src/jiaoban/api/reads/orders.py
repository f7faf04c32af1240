"""Standing orders: what is in force, what one has to read, who has read it."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from jiaoban.api.problems import Problem
from jiaoban.api.shapes import OrderShape, ReaderShape, StoredFile
from jiaoban.api.visiting import Code, ThingKey, at_site
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.ledger.files import LIMIT
from jiaoban.order import attachments, queries
from jiaoban.order.tables import Order
from jiaoban.org.door import Visit

router = Router(tags=["order"])
PLACE = "/sites/{site}/orders"


@router.get(PLACE, response=list[OrderShape], summary="Standing orders in force or to come, and what one has to read")
def orders(request: HttpRequest, site: Code, unread: bool = False, ended: bool = False) -> list[OrderShape]:
    """Return them by when they come into force; `unread`: only what one has to read now, the first due at the top;
    `ended`: what is over instead, the last first."""
    visit = at_site(request, site)
    if unread:
        due = queries.unread(visit.book, visit.actor.person, visit.now, visit.site.zone)
        return [_shape(visit, one) for one, _ in due]
    found = queries.ended(visit.book, visit.now) if ended else queries.living(visit.book, visit.now)
    return [_shape(visit, one) for one in found]


@router.get(f"{PLACE}/{{key}}", response=OrderShape, summary="A version of a standing order")
def order(request: HttpRequest, site: Code, key: ThingKey) -> OrderShape:
    """Return it, with how it stands for whoever asks."""
    visit = at_site(request, site)
    return _shape(visit, _find(visit, key))


@router.get(
    f"{PLACE}/{{key}}/readers", response=list[ReaderShape], summary="Who has read a standing order, who has not"
)
def readers(request: HttpRequest, site: Code, key: ThingKey) -> list[ReaderShape]:
    """Return everybody whom it concerns, by name: for those who supervise."""
    visit = at_site(request, site, Right.SUPERVISE)
    one = _find(visit, key)
    return [
        ReaderShape(
            person=reader.person.key,
            name=reader.person.name,
            read=reader.stands.read,
            again=reader.stands.again,
            due_at=reader.stands.due_at,
            overdue=reader.stands.overdue,
            read_at=reader.reading.at if reader.reading else None,
            words=reader.reading.words if reader.reading else "",
        )
        for reader in queries.readers(visit.book, [one], visit.now, visit.site.zone)[key]
    ]


@router.get(f"{PLACE}/{{key}}/files/{{name}}", response=None, summary="An attachment of a standing order")
def order_attachment(request: HttpRequest, site: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the order."""
    if name not in _find(at_site(request, site), key).files:
        raise NotFound(f"file {name}")
    content, media_type = attachments.read(name)
    return HttpResponse(content, content_type=media_type)


@router.post(
    "/sites/{site}/order/files", response=StoredFile, summary="Store an attachment of a standing order: picture or PDF"
)
def order_files(request: HttpRequest, site: Code, file: Annotated[UploadedFile, File()]) -> StoredFile:
    """Return its name, by which `order.issue` names it."""
    at_site(request, site, Right.SUPERVISE)
    if (file.size or 0) > LIMIT:
        raise Problem(413, "too-large", Words(zh=f"附件超过 {LIMIT} 字节。", en=f"It is larger than {LIMIT} bytes."))
    return StoredFile(name=attachments.take(file.read()))


def _find(visit: Visit, key: str) -> Order:
    found = queries.order(visit.book, key)
    if found is None:
        raise NotFound(f"order {key}")
    return found


def _shape(visit: Visit, one: Order) -> OrderShape:
    stands = None
    ends: datetime | None = one.ends
    if one.until > visit.now:
        stands = queries.stands_for(visit.book, one, visit.actor.person, visit.now, visit.site.zone)
    told = one.model_dump(include=set(OrderShape.model_fields) & set(Order.model_fields))
    return OrderShape(
        **told,
        ends=ends,
        in_force=one.in_force(visit.now),
        mine=stands is not None,
        read=stands is not None and stands.read,
        due_at=stands.due_at if stands else None,
        overdue=stands is not None and stands.overdue,
    )
