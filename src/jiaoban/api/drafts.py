"""Drafts of regimes over HTTP: read, checked, tried, compared, replayed. The verbs of `authoring` write in them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile
from pydantic import BaseModel, ConfigDict

from jiaoban.api.doing import CommandId
from jiaoban.api.problems import Problem as Answered
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, ThingKey, at_site, everywhere
from jiaoban.authoring import archive, queries, replays, texts, trying
from jiaoban.authoring.args import FileName, FileText
from jiaoban.authoring.models import Replay
from jiaoban.authoring.tables import Draft, Proposal, SentBack
from jiaoban.authoring.texts import Checked
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import Declined, NotFound
from jiaoban.kernel.words import Words
from jiaoban.org import packs
from jiaoban.regime.contrast import contrast
from jiaoban.regime.positions import Problem
from jiaoban.regime.unpacking import LARGEST

router = Router(tags=["authoring"])


class FindingShape(Shape):
    """What is wrong (or doubtful) in a pack: file, line and column from 1 (0: the whole file), what would be right."""

    file: str
    line: int
    column: int
    path: str
    wrong: Words
    right: Words

    @classmethod
    def of(cls, one: Problem) -> "FindingShape":
        """Return the shape of a problem."""
        return cls.model_validate(one, from_attributes=True)


class CheckedShape(Shape):
    """What `jiaoban regime check` says of files, and of their scenarios. `digest` of what can be used, else ''."""

    usable: bool
    digest: str
    scenarios: int
    problems: list[FindingShape]
    warnings: list[FindingShape]

    @classmethod
    def of(cls, found: Checked) -> "CheckedShape":
        """Return the shape of what the check gave."""
        return cls(
            usable=found.pack is not None and not found.problems,
            digest=found.pack.digest if found.pack else "",
            scenarios=len(found.cases),
            problems=[FindingShape.of(one) for one in found.problems],
            warnings=[FindingShape.of(one) for one in found.warnings],
        )


class DraftFileShape(Shape):
    """A file of a draft: in which revision, by whom and when it was written last."""

    name: str
    file: str
    revision: int
    by: str
    at: datetime


class DraftShape(Shape):
    """A draft of a regime."""

    key: str
    regime: str
    origin: str
    base_version: str
    stage: str
    revision: int
    files: list[DraftFileShape]
    writers: list[str]
    changed_by: str
    changed_at: datetime
    proposal: Proposal | None
    sent_back: SentBack | None
    approved_by: str
    approved_at: datetime | None

    @classmethod
    def of(cls, one: Draft) -> "DraftShape":
        """Return the shape of a draft."""
        return cls.model_validate(one, from_attributes=True)


class ScenarioShape(Shape):
    """A scenario and whether it came out as expected; `failing` says where not."""

    number: int
    name: str
    shows: list[str]
    file: str
    line: int
    passed: bool
    failing: list[str]


class TriedShape(Shape):
    """The scenarios of a draft; `left` were not run, the time was over."""

    passed: int
    failed: int
    left: int
    scenarios: list[ScenarioShape]


class ReplayShape(Shape):
    """A replay: `done` of `total` acts are behind it; `report` once it is DONE."""

    key: str
    state: str
    version: str
    digest: str
    since: date | None
    asked_by: str
    asked_at: datetime
    done: int
    total: int
    handovers: int
    otherwise: int
    seconds: float
    report: dict[str, Any] | None = None

    @classmethod
    def of(cls, one: Replay, *, whole: bool = False) -> "ReplayShape":
        """Return the shape of a replay, `whole` with its report."""
        told = {name: getattr(one, name) for name in cls.model_fields if name != "report"}
        return cls(**told, report=replays.report(one) if whole else None)


class Typed(BaseModel):
    """Files as somebody is typing them, by name."""

    model_config = ConfigDict(extra="forbid")
    texts: dict[FileName, FileText] = {}


class Asked(BaseModel):
    """From which local day on the past is to be replayed; null: all of it."""

    model_config = ConfigDict(extra="forbid")
    since: date | None = None
    command: CommandId


@router.get("/sites/{site}/drafts", response=list[DraftShape], summary="The drafts of regimes, newest first")
def drafts(request: HttpRequest, site: Code, regime: str = "") -> list[DraftShape]:
    """Return them, those of one regime where it is named."""
    return [DraftShape.of(one) for one in queries.drafts(at_site(request, site, Right.DRAFT).book, regime)]


@router.post("/sites/{site}/drafts", response=DraftShape, summary="A draft from the zip archive of a pack's folder")
def bring(request: HttpRequest, site: Code, command: CommandId, file: Annotated[UploadedFile, File()]) -> DraftShape:
    """Start a draft from an archive, scenarios and all; as the verb `authoring.bring` does from texts."""
    visit = everywhere(request, site, Right.AUTHOR)
    if (file.size or 0) > LARGEST:
        raise Answered(413, "too-large", Words(zh="文件超过 10 MB。", en="The file has more than 10 MB."))
    said = {"texts": archive.unpack(file.read(LARGEST + 1))}
    outcome = visit.do("authoring.bring", said, command=command)
    return DraftShape.of(queries.draft(visit.book, outcome.acts[0].command))


@router.get("/sites/{site}/drafts/{key}", response=DraftShape, summary="A draft")
def draft(request: HttpRequest, site: Code, key: ThingKey) -> DraftShape:
    """Return it."""
    return DraftShape.of(_found(request, site, key))


def _found(request: HttpRequest, site: str, key: str) -> Draft:
    return queries.draft(at_site(request, site, Right.DRAFT).book, key)


@router.get("/sites/{site}/drafts/{key}/texts", response=dict[str, str], summary="The files of a draft, as text")
def all_texts(request: HttpRequest, site: Code, key: ThingKey) -> dict[str, str]:
    """Return them by name."""
    return texts.texts(_found(request, site, key).kept)


@router.post("/sites/{site}/drafts/{key}/check", response=CheckedShape, summary="What is wrong with a draft")
def check(request: HttpRequest, site: Code, key: ThingKey, body: Typed) -> CheckedShape:
    """Check a draft, with some of its files as they are being typed; nothing is saved."""
    one = _found(request, site, key)
    return CheckedShape.of(texts.checked_with(one.kept, body.texts) if body.texts else texts.checked(one.kept))


@router.get("/sites/{site}/drafts/{key}/scenarios", response=TriedShape, summary="The scenarios of a draft, run")
def scenarios(request: HttpRequest, site: Code, key: ThingKey) -> TriedShape:
    """Run them; the same draft is run once."""
    ran = trying.ran(_found(request, site, key).kept)
    rows = [
        ScenarioShape(
            number=number,
            name=one.case.scenario.name,
            shows=list(one.case.scenario.shows),
            file=one.case.file,
            line=one.case.line,
            passed=one.passed,
            failing=[failing.text() for failing in one.failing],
        )
        for number, one in enumerate(ran.results)
    ]
    return TriedShape(passed=len(rows) - len(ran.failed), failed=len(ran.failed), left=ran.left, scenarios=rows)


@router.get(
    "/sites/{site}/drafts/{key}/scenarios/{number}", response=dict[str, Any], summary="The course of a scenario"
)
def scenario(request: HttpRequest, site: Code, key: ThingKey, number: int) -> dict[str, Any]:
    """Return each step with the gates whose verdict it changed: which condition, over which facts, from which acts."""
    told = trying.told(_found(request, site, key).kept, number)
    if told is None:
        raise NotFound(f"scenario {number}")
    return told.plain()


@router.get("/sites/{site}/drafts/{key}/difference", response=dict[str, Any], summary="A draft beside a version")
def difference(request: HttpRequest, site: Code, key: ThingKey, version: str = "") -> dict[str, Any]:
    """Return in what a draft differs from an adopted version ('' the newest), clause by clause."""
    visit = at_site(request, site, Right.DRAFT)
    one = queries.draft(visit.book, key)
    new = texts.checked(one.kept).pack
    if new is None:
        raise _broken()
    return contrast(visit.packs(queries.adopted(visit.book, one.regime, version).digest), new).plain()


def _broken() -> Answered:
    return Answered(
        422, "draft-unusable", Words(zh="草案有错误，先改正。", en="The draft has problems; put them right first.")
    )


@router.get("/sites/{site}/drafts/{key}/replays", response=list[ReplayShape], summary="The replays of a draft")
def all_replays(request: HttpRequest, site: Code, key: ThingKey) -> list[ReplayShape]:
    """Return them, newest first, without their reports."""
    return [ReplayShape.of(one) for one in replays.of_draft(site, _found(request, site, key).key)]


@router.post("/sites/{site}/drafts/{key}/replays", response=ReplayShape, summary="Replay the past under a draft")
def replay(request: HttpRequest, site: Code, key: ThingKey, body: Asked) -> ReplayShape:
    """Ask for a replay of the draft as it is saved; it is carried out beside the server."""
    visit = everywhere(request, site, Right.AUTHOR)
    one = queries.draft(visit.book, key)
    pack = texts.checked(one.kept).pack
    if pack is None:
        raise _broken()
    try:
        wish = replays.Wish(one.key, packs.store(pack), pack.head.version, body.since)
        return ReplayShape.of(replays.ask(visit, wish, body.command))
    except Declined as error:
        raise Answered(409, error.reasons[0].code, error.reasons[0].why) from error


@router.get("/sites/{site}/drafts/{key}/replays/{replay}", response=ReplayShape, summary="A replay, with its report")
def one_replay(request: HttpRequest, site: Code, key: ThingKey, replay: ThingKey) -> ReplayShape:
    """Return it."""
    return ReplayShape.of(replays.one(site, _found(request, site, key).key, replay), whole=True)


@router.post("/sites/{site}/drafts/{key}/replays/{replay}/stop", response=ReplayShape, summary="Stop a replay")
def stop(request: HttpRequest, site: Code, key: ThingKey, replay: ThingKey) -> ReplayShape:
    """Stop it; one that has ended stays as it is."""
    everywhere(request, site, Right.AUTHOR)
    replays.stop(replays.one(site, key, replay))
    return ReplayShape.of(replays.one(site, key, replay))


@router.get("/sites/{site}/drafts/{key}/archive", response=None, summary="A draft as a zip archive")
def packed(request: HttpRequest, site: Code, key: ThingKey) -> HttpResponse:
    """Return the folder of the pack."""
    one = _found(request, site, key)
    response = HttpResponse(archive.pack(texts.texts(one.kept), one.regime), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{one.regime}-{one.revision}.zip"'
    return response
