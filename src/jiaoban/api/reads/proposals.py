"""Wishes for a roster, and proposals: asked for, watched, read. What is taken of one is the verb `roster.fill`."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from jiaoban.api.doing import CommandId
from jiaoban.api.problems import Problem
from jiaoban.api.reads.rosters import PLACE, Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, ThingKey, at_post
from jiaoban.kernel.access import Right
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import Declined, NotAllowed
from jiaoban.org.door import Visit
from jiaoban.roster import queries
from jiaoban.roster.models import Proposal
from jiaoban.roster.proposing import outcome, proposals
from jiaoban.roster.proposing.answer import Progress
from jiaoban.roster.proposing.asking import Ask
from jiaoban.roster.wishes import DayWish, wishes_at

router = Router(tags=["rosters"])


class AskedFor(Ask):
    """What is to be proposed, with the client's key for it."""

    command: CommandId


class ProposalShape(Shape):
    """A proposal: what was asked, how far it is, and what came of it once it is DONE. `found.cells` is what
    `roster.fill` takes; `found.conflict` the demands that cannot be kept together."""

    key: str
    state: str
    asked: Ask
    asked_by: str
    asked_at: datetime
    progress: Progress | None = None
    found: dict[str, Any] | None = Field(default=None)


@router.get(f"{PLACE}/wishes", response=list[DayWish], summary="What people wish for a month's roster")
def wishes(request: HttpRequest, site: Code, post: Code, month: Month) -> list[DayWish]:
    """Return the wishes for the local month (`2026-12`), by day and person."""
    visit, place = at_post(request, site, post)
    return wishes_at(visit.book, place.post, *queries.month_bounds(*map(int, month.split("-"))))


@router.get(f"{PLACE}/proposals", response=list[ProposalShape], summary="The proposals of a post, newest first")
def all_proposals(request: HttpRequest, site: Code, post: Code) -> list[ProposalShape]:
    """Return them, without what came of them."""
    _, place = _chief(request, site, post)
    return [_shape(row, Ask.model_validate_json(row.asked)) for row in proposals.of_post(site, place.post)]


@router.post(f"{PLACE}/proposals", response=ProposalShape, summary="Have a month's roster proposed")
def ask(request: HttpRequest, site: Code, post: Code, body: AskedFor) -> ProposalShape:
    """Ask for a proposal by the rules of the regime in force; it is searched beside the server, and changes nothing."""
    visit, place = _chief(request, site, post)
    said = Ask.model_validate(body.model_dump(exclude={"command"}))
    try:
        return _shape(proposals.ask(visit, place.post, said, body.command), said)
    except Declined as error:
        raise Problem(409, error.reasons[0].code, error.reasons[0].why) from error


@router.get(f"{PLACE}/proposals/{{proposal}}", response=ProposalShape, summary="A proposal, with what came of it")
def one(request: HttpRequest, site: Code, post: Code, proposal: ThingKey) -> ProposalShape:
    """Return it."""
    _, place = _chief(request, site, post)
    found = proposals.one(site, place.post, proposal)
    told = outcome.told(found.problem, found.answer) if found.answer else None
    return _shape(found.row, found.asked, progress=found.progress, found=told)


@router.post(f"{PLACE}/proposals/{{proposal}}/stop", response=ProposalShape, summary="Stop a search")
def stop(request: HttpRequest, site: Code, post: Code, proposal: ThingKey) -> ProposalShape:
    """Stop it; it ends with the best roster so far, if there is one. One that has ended stays as it is."""
    _, place = _chief(request, site, post)
    proposals.stop(proposals.one(site, place.post, proposal).row)
    found = proposals.one(site, place.post, proposal)
    return _shape(found.row, found.asked, progress=found.progress)


def _chief(request: HttpRequest, site: str, post: str) -> tuple[Visit, Place]:
    visit, place = at_post(request, site, post)
    if not visit.may(Right.SUPERVISE, place.post):
        raise NotAllowed(Right.SUPERVISE, "proposing")
    return visit, place


def _shape(row: Proposal, asked: Ask, **more: Any) -> ProposalShape:
    told: dict[str, Any] = {name: getattr(row, name) for name in ("key", "state", "asked_by", "asked_at")}
    return ProposalShape(asked=asked, **told, **more)
