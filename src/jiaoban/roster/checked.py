"""Whether the regime lets somebody change a roster in this way: what every verb of this room asks before it writes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from jiaoban.kernel.access import Right
from jiaoban.kernel.away import Away, away
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.regime.rostering import Rostering, RosterRule
from jiaoban.roster import absent, rules
from jiaoban.roster.checking import DAY, Window
from jiaoban.roster.judging import Judgement, judge, window_for, worse
from jiaoban.roster.outlook import Outlook, broken, outlook
from jiaoban.roster.rules import Plan
from jiaoban.roster.tables import (
    MANNINGS,
    ROTATIONS,
    Assignment,
    CrewMannings,
    Manning,
    PostRotations,
    Rotation,
    manning_key,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A change that somebody wants, on the days `first` to `last` (None: from then on). `despite`: why it must be, if
    it breaks rules; `own`: whether it is refused to whom it concerns."""

    first: date
    last: date | None
    despite: str = ""
    own: bool = True


def pack_of(context: Context) -> Pack | None:
    """Return the regime in force at the post, or None."""
    found: Pack | None = context.packs(context.place.regime) if context.place.regime else None
    return found


def rostering_of(context: Context) -> Rostering | None:
    """Return what the regime of the post says about rosters, or None."""
    pack = pack_of(context)
    return pack.roster if pack else None


def speaks(context: Context, chief: str, pack: Pack | None = None) -> bool:
    """Say whether the actor speaks as this at the post: by their right there, or by what they hold today. `pack`: the
    regime whose authorities are meant, where it is not the one in force. The program itself, which founds sites, may do
    everything."""
    if context.actor.site == "*":
        return True
    if chief in rules.RIGHT_OF:
        return context.actor.may(rules.RIGHT_OF[chief], context.place.post)
    pack = pack or pack_of(context)
    today = org.local_day(context.book, context.now)
    holds = next((one.holds for one in pack.handover.authorities if one.id == chief), ()) if pack else ()
    return any(org.qualified(context.book, context.actor.person, one, today) for one in holds)


def speaks_for_any(context: Context, chiefs: Iterable[str], pack: Pack | None = None) -> bool:
    """Say whether the actor speaks as one of these."""
    return any(speaks(context, one, pack) for one in chiefs)


def by_hand(context: Context) -> Reason | None:
    """Return the reason why the actor changes no shift by hand, where the regime says who does."""
    said = rostering_of(context)
    if said is None or not said.changed_by or speaks_for_any(context, said.changed_by):
        return None
    return rules.not_theirs_to_change(said)


def judged(context: Context, wish: Wish, *plans: Plan) -> Judgement:
    """Return what the regime says to these plans in the places of those that are: reasons to refuse, and what breaks.

    Only what the change makes worse counts. A site whose regime says nothing of rosters is let do as it likes, but for
    whoever is away: they are put on no shift anywhere.
    """
    pack, said = pack_of(context), rostering_of(context)
    window = window_for(said.rules if said else (), wish.first, wish.last)
    gone = _away(context, window)
    if said is None and not gone:
        return Judgement()
    before = outlook(context.book, window)
    after = before.changed(*(_in_place(before, one) for one in plans))
    touched = {one.person for one in set(before.stints) ^ set(after.stints)}
    if said is not None and wish.own and context.actor.person in touched:
        return Judgement(reasons=(rules.own_shift(said),))
    new = set(after.stints) - set(before.stints)
    barred = absent.put_on(
        new, gone, context.now, after.names, before.zone, absent.clause_of(pack), lasting=wish.last is None
    )
    judgement = absent.judged(list(barred), wish.despite, after.names)
    if pack is None or said is None:
        return judgement
    posts = {one.post for one in plans}
    found = worse(broken(before, pack, said, touched, posts), broken(after, pack, said, touched, posts))
    return judgement.and_(judge(found, wish.despite, after.names, lambda rule: _lifts(context, rule)))


def _away(context: Context, window: Window) -> list[Away]:
    """Return who is away with approval in a window of days; its last shift may end a day after it."""
    begin, end = (local(day, time(), context.place.zone) for day in (window.first, window.after + DAY))
    return away(context.book, max(begin, context.now), end)


def _lifts(context: Context, rule: RosterRule) -> bool:
    return speaks_for_any(context, rule.lifted_by)


def _in_place(seen: Outlook, plan: Plan) -> Plan:
    """Return a plan with the exceptions and the calendar of all days looked at, where it was made for fewer."""
    known = seen.plans[plan.post]
    return replace(plan, assignments={**known.assignments, **plan.assignments}, calendar=known.calendar)


def with_rotation(book: Book, plan: Plan, rotation: Rotation) -> Plan:
    """Return a plan with a further rotation."""
    known = book.get(ROTATIONS, plan.post) or PostRotations(post=plan.post)
    return replace(plan, rotations=known.model_copy(update={"rotations": (*known.rotations, rotation)}))


def with_manning(book: Book, plan: Plan, crew: str, manning: Manning) -> Plan:
    """Return a plan with further people of a crew."""
    known = book.get(MANNINGS, manning_key(plan.post, crew)) or CrewMannings(post=plan.post, crew=crew)
    told = known.model_copy(update={"mannings": (*known.mannings, manning)})
    return replace(plan, mannings={**plan.mannings, crew: told})


def with_exception(plan: Plan, *exceptions: Assignment) -> Plan:
    """Return a plan with further exceptions."""
    return replace(plan, assignments={**plan.assignments, **{(one.day, one.shift): one for one in exceptions}})


def may_stand(context: Context, person: str, post: str) -> bool:
    """Say whether a person works at a post: whoever takes a shift there must."""
    return org.actor(context.book, person).may(Right.WORK, post)
