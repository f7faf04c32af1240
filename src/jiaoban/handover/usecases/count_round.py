"""A round gone along a route of the post counts as the round of the handover, where both look at the same things.

What the regime asks to be confirmed point by point need not be said twice: the visits of a finished round become the
confirmations, each with the moment at which it really happened, by the same rules as a confirmation by hand.
"""

from datetime import timedelta

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.around import side_people
from jiaoban.handover.rounds import next_check_point, opens_at
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.route import found_amiss
from jiaoban.handover.usecases.scene import OfHandover, find, need, need_reported, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Book
from jiaoban.kernel.fields import MaybeRef, Ref
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Confirmation
from jiaoban.round import queries as rounds
from jiaoban.round.tables import Round, Visit

MOST_PHOTOS = 6
"""Photographs that a confirmation takes over; the others stay on the round."""


class CountRound(OfHandover):
    """The round that counts, and for which of the regime's points; left out: the one that is a route for this side."""

    round: Ref = Field(title="巡检 Round")
    point: MaybeRef = Field(default="", title="确认点 Point")


@verb("handover.count_round", right=Right.WORK)
def count_round(context: Context, args: CountRound) -> Decision:
    """把走完的一次巡检计入交接：各检查点按实际时间确认。"""
    handover = find(context, args.handover)
    point, party = _route_point(context, handover, args.point)
    if party == "incoming":
        need_reported(context, handover)
    gone = rounds.round_(context.book, args.round)
    if gone is None or gone.post != context.place.post:
        raise NotFound(f"round {args.round}", "round")
    _need_finished_in_time(handover, point, party, gone)
    visits = usable(context.book, context.place, handover, point, party, gone)
    if not visits:
        raise Declined(_nothing_to_count(context, handover, point, party), about=handover.key)
    return [
        act for subject, name, visit in visits for act in _acts(context, handover, point, party, subject, name, visit)
    ]


def _route_point(context: Context, handover: Handover, key: str) -> tuple[Confirmation, str]:
    """Return the regime's point that is a round of the actor's side, and that side."""
    routes = [one for one in pack_of(context, handover).handover.confirmations if one.route and key in ("", one.id)]
    if not routes:
        raise BadInput(
            "point",
            Words(zh="制度里没有这样的巡检。", en="The regime has no such round."),
            Words(zh="按路线巡检的确认点才能计入。", en="Only points that are a route take a round."),
        )
    party = need(context, handover, *dict.fromkeys(party for one in routes for party in one.parties))
    return next(one for one in routes if party in one.parties), party


def _need_finished_in_time(handover: Handover, point: Confirmation, party: str, gone: Round) -> None:
    """Decline a round that is not finished, or that began before the time from which this one may be gone."""
    if gone.finished_at is None:
        raise Declined(
            plain(
                "round-unfinished",
                "这次巡检还没有走完。",
                "This round is not finished.",
                "请先完成巡检。",
                "Finish it first.",
                who=(party,),
            ),
            about=handover.key,
        )
    opens = opens_at(handover, point)
    if opens is not None and gone.started_at < opens:
        assert point.opens is not None
        minutes = int(point.opens / timedelta(minutes=1))
        raise Declined(
            Reason(
                code="too-early",
                clause=point.clause,
                why=Words(
                    zh="这次巡检开始得太早，不能当作交班前的巡检。",
                    en="This round began too early to be the one before the handover.",
                ),
                lifts=Words(
                    zh=f"交班前 {minutes} 分钟起开始的巡检才算。",
                    en=f"It has to begin within {minutes} minutes of the handover.",
                ),
                who=(party,),
            ),
            about=handover.key,
        )


def usable(
    book: Book, place: Place, handover: Handover, point: Confirmation, party: str, gone: Round
) -> list[tuple[str, str, Visit]]:
    """Return key and name of the check points that a round confirms for a side now, each with its visit.

    In the order that the regime demands: from the next one on, up to the first at which nobody of this side was.
    """
    route = rounds.route_as_gone(book, gone)
    by_subject = {one.subject: one.code for one in route.points if one.subject}
    first = gone.first
    turn = next_check_point(handover, place, point, party)
    subjects = list(place.subjects)
    found: list[tuple[str, str, Visit]] = []
    for key, name in subjects[subjects.index(turn) :] if turn else ():
        visit = first.get(by_subject.get(key, ""))
        if visit is None or not _of_side(handover, party, visit):
            break
        found.append((key, name, visit))
    return found


def _of_side(handover: Handover, party: str, visit: Visit) -> bool:
    """Say whether somebody of this side was there: of the incoming side, after they had reported in."""
    if visit.by not in side_people(handover, party):
        return False
    if party != "incoming":
        return True
    there = handover.presence.get(visit.by)
    return there is not None and visit.at >= there.at


def _nothing_to_count(context: Context, handover: Handover, point: Confirmation, party: str) -> Reason:
    turn = next_check_point(handover, context.place, point, party)
    if turn is None:
        return plain(
            "round-gone",
            "各检查点都已经确认。",
            "Every check point is confirmed already.",
            "无需再计入。",
            "There is nothing to count.",
        )
    return Reason(
        code=f"route:{turn[0]}",
        clause=point.clause,
        why=Words(
            zh=f"这次巡检里，您这一方没有人检查「{turn[1]}」。",
            en=f"On this round nobody of your side was at {turn[1]}.",
        ),
        lifts=Words(zh=f"请先检查「{turn[1]}」。", en=f"Check {turn[1]} first."),
        who=(party,),
        names=(turn[1],),
    )


def _acts(
    context: Context, handover: Handover, point: Confirmation, party: str, subject: str, name: str, visit: Visit
) -> list[Proposed]:
    told = visit.finding or (visit.note if visit.result == "ABNORMAL" else "")
    confirmed = acts.Confirmed(
        handover=handover.key,
        point=point.id,
        party=party,
        subject=subject,
        note=visit.note or visit.finding,
        result=visit.result if point.results else "",
        photos=visit.photos[:MOST_PHOTOS],
    )
    objected: list[Proposed] = []
    kinds = pack_of(context, handover).handover.objections
    if told and any(kind.id == point.findings and party in kind.sides for kind in kinds):
        objected = found_amiss(context, handover, point, party, told, name, key=f"{context.command}.{subject}")
    return [Proposed(confirmed, occurred_at=visit.at, clauses=(point.clause,)), *objected]
