"""The book itself: acts, checkpoint, receipts, export; files that entries name."""

from typing import Annotated

from django.http import HttpRequest, StreamingHttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from jiaoban.api.problems import Problem
from jiaoban.api.shapes import ActShape, CheckpointShape, ReceiptShape, StoredFile
from jiaoban.api.visiting import Code, Limit, at_site, everywhere
from jiaoban.api.watch import act_seen
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Act
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.ledger import checkpoints, receipts
from jiaoban.ledger.export import lines
from jiaoban.logbook import photos, pictures
from jiaoban.org.door import Visit

router = Router(tags=["ledger"])
Seq = Annotated[int, Field(ge=0, lt=2**53)]


@router.get("/sites/{site}/acts", response=list[ActShape], summary="The acts of the book, in order (auditors)")
def acts(request: HttpRequest, site: Code, first: Seq = 0, limit: Limit = 100) -> list[ActShape]:
    """Return the acts from number `first` on; the next page begins at the last number plus one."""
    visit = everywhere(request, site, Right.AUDIT)
    return [ActShape.of(act) for act in visit.book.acts(first, first + limit)]


@router.get("/sites/{site}/acts/{seq}", response=ActShape, summary="An act (auditors, and whoever did it)")
def act(request: HttpRequest, site: Code, seq: Seq) -> ActShape:
    """Return it; to its author without what they are still to count blind."""
    visit = at_site(request, site)
    found = _own(visit, seq)
    return ActShape.of(found) if visit.actor.may_everywhere(Right.AUDIT) else act_seen(visit, found)


@router.get("/sites/{site}/acts/{seq}/receipt", response=ReceiptShape, summary="The receipt of an act")
def receipt(request: HttpRequest, site: Code, seq: Seq) -> ReceiptShape:
    """Return what proves that the act stands in the book, for auditors and for whoever did it.

    It holds the act whole: an author who is still to count blind what it tells gets it afterwards.
    """
    visit = at_site(request, site)
    found = _own(visit, seq)
    if not visit.actor.may_everywhere(Right.AUDIT) and act_seen(visit, found) != ActShape.of(found):
        what = Words(
            zh="这份回执含有您还要清点的应有数，清点之后才能取。",
            en="This receipt tells how many there must be of what you are to count; count first.",
        )
        raise Problem(409, "count-first", what)
    return ReceiptShape(seq=found.seq, receipt=receipts.receipt(site, seq, visit.now))


def _own(visit: Visit, seq: int) -> Act:
    """Return an act that the visitor did, or any to auditors; raises `NotFound`."""
    found = visit.book.act(seq)
    if found is None or not (visit.actor.may_everywhere(Right.AUDIT) or found.actor == visit.actor.person):
        raise NotFound(f"act {seq}")
    return found


@router.get("/sites/{site}/checkpoint", response=CheckpointShape, summary="The newest signed checkpoint")
def checkpoint(request: HttpRequest, site: Code) -> CheckpointShape:
    """Return it, beside the size of the book now."""
    visit = at_site(request, site)
    newest = checkpoints.newest(site)
    return CheckpointShape(checkpoint=str(newest) if newest else "", size=visit.book.size)


@router.get("/sites/{site}/export", summary="The whole book as JSON Lines (auditors)", response=None)
def export(request: HttpRequest, site: Code) -> StreamingHttpResponse:
    """Stream header, acts and checkpoints, for the separate verifier; the last checkpoint covers the whole book."""
    visit = everywhere(request, site, Right.AUDIT)
    with visit.book.transaction():
        visit.book.checkpoint(visit.now)
    response = StreamingHttpResponse(lines(site), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{site}.jsonl"'
    return response


@router.post("/sites/{site}/files", response=StoredFile, summary="Store a photograph that an entry will name")
def upload(request: HttpRequest, site: Code, file: Annotated[UploadedFile, File()]) -> StoredFile:
    """Check, clean and keep it; the same picture twice has the same name."""
    at_site(request, site, Right.WORK)
    if (file.size or 0) > pictures.LARGEST:
        what = Words(
            zh=f"照片超过 {pictures.LARGEST} 字节。", en=f"The picture is larger than {pictures.LARGEST} bytes."
        )
        raise Problem(413, "too-large", what)
    return StoredFile(name=photos.take(file.read()))
