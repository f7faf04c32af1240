"""What was read and recorded: the figures of a shift, and bound files of samples."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile
from pydantic import BaseModel

from jiaoban.api.problems import Problem
from jiaoban.api.shapes import StoredFile
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post, at_site
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, Moment
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.plant import measured, samples
from jiaoban.plant import queries as plant
from jiaoban.plant.limits import Degree
from jiaoban.plant.rules.schedule import State
from jiaoban.plant.tables import Batch

router = Router(tags=["working day"])
PLACE = "/sites/{site}/posts/{post}"


class SlotShape(BaseModel):
    """A scheduled reading of a shift. LATE: read in time, told only afterwards."""

    parameter: str
    at: datetime
    state: State
    read_at: datetime | None


class ExcursionShape(BaseModel):
    """A time outside the limits: from its first reading outside to the next one inside (none while it lasts)."""

    parameter: str
    since: datetime
    until: datetime | None
    worst: str
    degree: Degree
    cause: str
    handling: str
    explained: bool
    found_later: bool


class TotalShape(BaseModel):
    """A totalizer between the first and the last minute of a shift; figures as decimals in text, None: not read."""

    parameter: str
    begin: str | None
    end: str | None
    used: str | None
    rolled: bool


class FiguresShape(BaseModel):
    """What the figures of a shift come to."""

    shift: str
    begins_at: datetime
    ends_at: datetime
    scheduled: list[SlotShape]
    excursions: list[ExcursionShape]
    totals: list[TotalShape]


class SampleShape(BaseModel):
    """A sample of an instrument."""

    at: datetime
    value: str


@router.get(f"{PLACE}/shift-figures", response=FiguresShape, summary="What the figures of a shift come to")
def shift_figures(request: HttpRequest, site: Code, post: Code, shift: MaybeRef = "") -> FiguresShape:
    """Return where scheduled readings stand, the excursions and the totals; `shift` left out: the one running now."""
    visit, place = at_post(request, site, post)
    found = place.shift_of(shift) if shift else place.shift_at(visit.now)
    if found is None:
        raise NotFound(f"shift {shift}", "shift")
    parameters = plant.parameters(visit.book, place.post)
    span = (found.begins_at, found.ends_at)
    slots = measured.scheduled(visit.book, parameters, *span, place.zone, visit.now)
    return FiguresShape(
        shift=found.key,
        begins_at=span[0],
        ends_at=span[1],
        scheduled=[
            SlotShape(parameter=key, at=one.at, state=one.state, read_at=one.read_at)
            for key, several in slots.items()
            for one in several
        ],
        excursions=[
            ExcursionShape(
                parameter=one.parameter.key,
                since=one.since,
                until=one.until,
                worst=one.worst.value,
                degree=one.degree,
                cause=one.cause,
                handling=one.handling,
                explained=one.explained,
                found_later=one.found_later,
            )
            for one in measured.excursions_of(visit.book, parameters, place.post, *span)
        ],
        totals=[
            TotalShape(
                parameter=one.parameter.key,
                begin=one.first.value if one.first else None,
                end=one.last.value if one.last else None,
                used=f"{one.used:f}" if one.used is not None else None,
                rolled=one.rolled,
            )
            for one in measured.totals_of(visit.book, parameters, *span)
        ],
    )


@router.post("/sites/{site}/samples/files", response=StoredFile, summary="Store a file of samples to be bound")
def keep_samples(request: HttpRequest, site: Code, file: Annotated[UploadedFile, File()]) -> StoredFile:
    """Keep it by its hash; `plant.bind_samples` names it with its mapping. The same file twice has the same name."""
    at_site(request, site, Right.WORK)
    if (file.size or 0) > samples.LARGEST:
        what = Words(zh=f"文件超过 {samples.LARGEST} 字节。", en=f"It is larger than {samples.LARGEST} bytes.")
        raise Problem(413, "too-large", what)
    return StoredFile(name=samples.keep(file.read()))


@router.get(f"{PLACE}/sample-files", response=list[Batch], summary="Bound files of samples, the newest first")
def sample_files(request: HttpRequest, site: Code, post: Code, limit: Limit = 50) -> list[Batch]:
    """Return them with the mapping by which each is read."""
    visit, place = at_post(request, site, post)
    return measured.batches(visit.book, place.post, limit=limit)


@router.get(f"{PLACE}/parameters/{{key}}/samples", response=list[SampleShape], summary="Samples of a parameter")
def parameter_samples(
    request: HttpRequest, site: Code, post: Code, key: ThingKey, since: Moment, until: Moment, limit: Limit = 500
) -> list[SampleShape]:
    """Return the newest samples with `since <= at < until`, in order."""
    visit, place = at_post(request, site, post)
    parameter = plant.parameter(visit.book, key)
    if parameter is None or parameter.post != place.post:
        raise NotFound(f"parameter {key}")
    found = samples.course(visit.book.site, key, since, until, limit)
    return [SampleShape(at=at, value=value) for at, value in found]
