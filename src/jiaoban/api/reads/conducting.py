"""Breaches: cases as the asker may see them, what the book shows, the month's statement, what decisions have in force.

The person concerned reads their own cases, whoever supervises or oversees the post all of it, colleagues nothing.
"""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.reads.attending import Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.conduct import queries
from jiaoban.conduct.acts import Taken
from jiaoban.conduct.proposing import proposals
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.tables import BreachCase
from jiaoban.conduct.terms import Value
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotAllowed, NotFound
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org.door import Visit

router = Router(tags=["breaches"])
PLACE = "/sites/{site}/posts/{post}/conduct"


class CaseShape(Shape):
    """A case with how it stands now. `nth`: which time it is (0: it does not count); `step`: the step that the ladder
    names now, with its `proposed` measures, because of `because`; `wanted`: facts to be found before a decision;
    `would_be`: the step by what is known now, where the decision was for another. `figure` and `make_good`: what holds
    by the decision, in yuan or points as its measures say."""

    case: BreachCase
    status: str
    counts: bool | None
    nth: int
    step: int
    proposed: list[Taken]
    proposed_words: Words
    because: Words
    wanted: list[str]
    would_be: int | None
    heard: bool
    answer_until: datetime | None
    appeal_until: datetime | None
    may_appeal: bool
    figure: Decimal | None
    make_good: Decimal | None


class WouldShape(Shape):
    """Which step the first of the ladders would name for a person, if all of the list were taken up: see a case."""

    person: str
    nth: int
    step: int
    proposed_words: Words
    because: Words


class OccasionShape(Shape):
    """Something that the book shows and nobody has dealt with. `occasion`: the name by which it is taken up or set
    aside; `ladders`: which may take it; `would`: what would be proposed for each person."""

    occasion: str
    source: str
    people: list[str]
    happened_at: datetime
    says: Words
    clause: str
    acts: list[int]
    amount: Decimal | None
    facts: dict[str, Value]
    ladders: list[str]
    would: list[WouldShape]


class EffectShape(Shape):
    """What a decision brings for one person on local days `first <= day < after`; `what`: which duty it is."""

    kind: str
    person: str
    first: date
    after: date | None
    what: str
    clause: str
    says: Words


@router.get(f"{PLACE}/effects", response=list[EffectShape], summary="What decisions have in force, or will")
def conduct_effects(request: HttpRequest, site: Code, post: Code) -> list[EffectShape]:
    """Return those that are not over and that the asker may see, by begin; none while an appeal waits."""
    visit, place = at_post(request, site, post)
    today = visit.now.astimezone(clock_of(place.zone)).date()
    return [EffectShape.model_validate(one) for one in queries.lasting(visit.book, visit.actor, post, today)]


@router.get(f"{PLACE}/cases", response=list[CaseShape], summary="The cases of a post that the asker may see")
def conduct_cases(request: HttpRequest, site: Code, post: Code, limit: Limit = 100) -> list[CaseShape]:
    """Return those recorded last first: all of the post to whoever supervises or oversees it, else one's own."""
    visit, place = at_post(request, site, post)
    if queries.oversees(visit.actor, post):
        return _shapes(visit, place.zone, queries.of_post(visit.book, post, limit=limit))
    own = queries.of_person(visit.book, visit.actor.person, limit=limit)
    return _shapes(visit, place.zone, [one for one in own if one.post == post])


@router.get(f"{PLACE}/cases/{{key}}", response=list[CaseShape], summary="The cases of a matter")
def conduct_matter(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> list[CaseShape]:
    """Return the cases in it that the asker may see, by person; 404 where there is none."""
    visit, place = at_post(request, site, post)
    there = [one for one in queries.of_matter(visit.book, key) if one.post == post]
    found = _shapes(visit, place.zone, there)
    if not found:
        raise NotFound(f"case {key}")
    return found


@router.get(f"{PLACE}/statement", response=list[CaseShape], summary="What was decided in a month")
def conduct_month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[CaseShape]:
    """Return the cases first decided in a local month (`2026-11`) that the asker may see, by person and time."""
    visit, place = at_post(request, site, post)
    first = date.fromisoformat(f"{month}-01")
    return _shapes(visit, place.zone, queries.decided_in(visit.book, post, first, place.zone))


@router.get(f"{PLACE}/occasions", response=list[OccasionShape], summary="What the book shows (supervisors)")
def conduct_offered(request: HttpRequest, site: Code, post: Code, until: date | None = None) -> list[OccasionShape]:
    """Return the occasions of the 62 days up to and with `until` (else today) that nobody has taken up or set aside, by
    their moment; none from more than a year back, which can no longer be taken up."""
    visit, place = at_post(request, site, post)
    if not visit.may(Right.SUPERVISE, post):
        raise NotAllowed(Right.SUPERVISE, "reading")
    found = queries.offered(visit.book, place, visit.packs, visit.now, until=until)
    would: dict[str, list[WouldShape]] = {}
    for one, seen in proposals(visit.book, found, visit.packs, place.zone, visit.now):
        stands = seen.stands
        would.setdefault(one.name, []).append(
            WouldShape(
                person=seen.case.person,
                nth=stands.nth if stands else 0,
                step=stands.step if stands else 0,
                proposed_words=seen.proposed_words,
                because=seen.because,
            )
        )
    return [
        OccasionShape(
            occasion=one.name,
            source=one.occasion.source,
            people=list(one.occasion.people),
            happened_at=one.occasion.happened_at,
            says=one.occasion.says,
            clause=one.occasion.clause,
            acts=list(one.occasion.acts),
            amount=one.occasion.amount,
            facts=dict(one.occasion.facts),
            ladders=[ladder.id for ladder in one.ladders],
            would=would.get(one.name, []),
        )
        for one in found
    ]


def _shapes(visit: Visit, zone: str, cases: list[BreachCase]) -> list[CaseShape]:
    readable = [one for one in cases if queries.sees(visit.actor, one)]
    return [_shape(one) for one in queries.seen(visit.book, readable, visit.packs, zone, visit.now)]


def _shape(one: Seen) -> CaseShape:
    stands = one.stands
    return CaseShape(
        case=one.case,
        status=one.case.status,
        counts=stands.counts if stands else None,
        nth=stands.nth if stands and stands.counts is not False else 0,
        step=stands.step if stands else 0,
        proposed=list(one.proposed),
        proposed_words=one.proposed_words,
        because=one.because,
        wanted=[fact.id for fact in stands.wanted] if stands else [],
        would_be=one.would_be,
        heard=one.heard,
        answer_until=one.answer_until,
        appeal_until=one.appeal_until,
        may_appeal=one.may_appeal,
        figure=one.figure,
        make_good=one.make_good,
    )
