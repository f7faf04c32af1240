"""Regime packs over HTTP: taken in, checked and kept (`org.adopt_regime` then puts one into force from a day on), and
adopted versions beside each other."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import Field

from jiaoban.api.problems import Problem, answer
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, at_site, everywhere
from jiaoban.authoring import queries, taking
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.org import packs
from jiaoban.regime.contrast import contrast

router = Router(tags=["organisation"])


class PackTold(Shape):
    """A pack that is good and kept under its digest; nothing is in force by that. `effective_from`: the day that the
    pack itself names. `source`: the name under which its files are kept, to be given to `org.adopt_regime` too, so that
    a draft can begin with the very texts. `scenarios`: how many there are; all pass."""

    regime: str
    version: str
    digest: str
    source: str
    scenarios: int
    effective_from: str
    warnings: list[str] = Field(description="what is doubtful, in both languages")


@router.get(
    "/sites/{site}/regimes/{regime}/difference",
    response=dict[str, Any],
    summary="Two adopted versions beside each other",
)
def difference(request: HttpRequest, site: Code, regime: Code, old: str = "", new: str = "") -> dict[str, Any]:
    """Return in what two versions of a regime differ, clause by clause; '' are the newest and the one before it."""
    visit = at_site(request, site)
    found = queries.regime(visit.book, regime)
    before, after = queries.newest_two(found)
    if old:
        before = queries.version_of(found, old)
    if new:
        after = queries.version_of(found, new)
    return contrast(visit.packs(before.digest), visit.packs(after.digest)).plain()


@router.post("/sites/{site}/packs", response=PackTold, summary="The files of a regime pack")
def take_in(request: HttpRequest, site: Code, files: Annotated[list[UploadedFile], File()]) -> HttpResponse | PackTold:
    """Check the files of a pack, one by one or in one .zip, run its scenarios, and keep it.

    What is wrong is listed with file and line, and nothing is kept then; nor where a scenario fails."""
    everywhere(request, site, Right.ADMINISTER)
    if sum(one.size or 0 for one in files) > packs.LARGEST:
        raise Problem(413, "too-large", Words(zh="文件超过 10 MB。", en="The files have more than 10 MB."))
    taken = taking.take_in((one.name or "", one.read()) for one in files)
    report = taken.report
    if taken.reason is not None:
        raise Problem(422, taken.reason.code, taken.reason.why, reasons=[taken.reason.model_dump(mode="json")])
    if report.pack is None:
        n = len(report.problems)
        errors = [
            {
                "field": f"{one.file}:{one.line}" if one.line else one.file,
                "zh": f"{one.wrong.zh}{one.right.zh}",
                "en": f"{one.wrong.in_('en')} {one.right.in_('en')}".strip(),
            }
            for one in report.problems
        ]
        detail = Words(zh=f"制度包有 {n} 处错误，没有收下。", en=f"{n} problems; the pack was not kept.")
        return answer(422, "pack", detail, errors=errors)
    head = report.pack.head
    return PackTold(
        regime=head.id,
        version=head.version,
        digest=report.pack.digest,
        source=taken.source,
        scenarios=len(taken.tried.results),
        effective_from=str(head.effective_from),
        warnings=[str(one) for one in report.warnings],
    )
