"""Whom a standing order concerns, when it is to be read, and when it can be issued, withdrawn, acknowledged. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from jiaoban.kernel.access import RIGHTS, Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.order.acts import Acknowledged, Group, Issued, Withdrawn
from jiaoban.order.tables import Order, Reading
from jiaoban.org.tables import Person, Qualification


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order stands for a person.

    `read`: read, and not to be read again yet; `again`: it was read once and is to be read again; `due_at`: by when,
    while it is due.
    """

    read: bool
    again: bool = False
    due_at: datetime | None = None
    overdue: bool = False

    @property
    def due(self) -> bool:
        """It is to be read now."""
        return not self.read


ALWAYS = datetime.min.replace(tzinfo=UTC)
"""Since when somebody is of a group of whom the book does not say it."""


def concerned_since(group: Group, person: Person, day: date, zone: str) -> datetime | None:
    """Return since when a person has to read an order with this group, on a local day; None: they have not. Nobody who
    left has to.

    Of several reasons the oldest counts. A certificate counts from its first day, but not before the site learnt of it;
    renewed without a gap it counts from its first day on.
    """
    if not person.member:
        return None
    found = [moment or ALWAYS for moment in _reasons(group, person, day, zone)]
    return max(min(found), person.here_since or ALWAYS) if found else None


def _reasons(group: Group, person: Person, day: date, zone: str) -> Iterator[datetime | None]:
    if person.key in group.people:
        yield person.here_since
    if person.crew and person.crew in group.crews:
        yield person.crew_since
    for grant in person.grants:
        works = Right.WORK in RIGHTS[grant.role] and (grant.post is None or grant.post in group.posts)
        if (group.posts and works) or grant.role.value in group.roles:
            yield grant.since
    for name in group.qualifications:
        yield from _qualified_since([one for one in person.qualifications if one.qualification == name], day, zone)


def _qualified_since(held: list[Qualification], day: date, zone: str) -> Iterator[datetime]:
    """Since when certificates of one name follow each other without a gap up to this day."""
    reaching = [one for one in held if one.valid_on(day)]
    if not reaching:
        return
    first, told = _start(reaching)
    while earlier := [one for one in held if one.valid_from < first and one.valid_to and one.valid_to >= first]:
        first, told = _start(earlier)
    yield max(local(first, time.min, zone), told)


def _start(held: list[Qualification]) -> tuple[date, datetime]:
    return min((one.held_from or one.valid_from, one.told_at or ALWAYS) for one in held)


def standing(order: Order, reading: Reading | None, joined: datetime, now: datetime, zone: str) -> Standing:
    """Return how an order stands for somebody whom it concerns since `joined`, `reading` being their last word on this
    version. Nobody has less time for it than the order gives, counted from the moment at which it came to concern them.

    Intervals are months of the local calendar: read on the last of November, it is to be read again at the end of
    February, at the same time of day.
    """
    if reading is None:
        known = max(order.valid_from, order.issued_at, joined)  # nobody can read any earlier what came in here later
        due_at = days_after(known, order.within_days, zone)
        return Standing(read=False, due_at=due_at, overdue=now > due_at)
    if not order.every_months or now < (again_at := months_after(reading.at, order.every_months, zone)):
        return Standing(read=True)
    due_at = days_after(max(again_at, joined), order.within_days, zone)
    return Standing(read=False, again=True, due_at=due_at, overdue=now > due_at)


def months_after(moment: datetime, months: int, zone: str) -> datetime:
    """Return the moment so many months later by the calendar of a place; the last day of a shorter month."""
    here = moment.astimezone(clock_of(zone))
    return _at((here.date() + relativedelta(months=months)), here, moment, zone)


def days_after(moment: datetime, days: int, zone: str) -> datetime:
    """Return the moment so many days later by the calendar of a place, at the same time of its clock."""
    here = moment.astimezone(clock_of(zone))
    return _at(here.date() + timedelta(days=days), here, moment, zone)


def _at(day: date, here: datetime, moment: datetime, zone: str) -> datetime:
    """An hour that comes twice in autumn stays the one it was on its own day."""
    return moment if day == here.date() else local(day, here.time().replace(fold=0), zone)


def issue(issued: Issued, before: Order | None, now: datetime) -> Proposed:
    """Return the act that issues an order, `before` being the version that it replaces.

    `BadInput` for a group of nobody, a period that ends before it begins or has passed; declined when the version that
    it replaces is over or has been replaced.
    """
    if not any(issued.group.model_dump().values()):
        raise BadInput(
            "group",
            Words(zh="没有指定谁必须阅读。", en="Nobody is named who must read it."),
            Words(
                zh="请至少选择一个岗位、班组、角色、资格或人员。",
                en="Choose a post, crew, role, qualification or person.",
            ),
        )
    if issued.valid_to is not None and issued.valid_to <= max(issued.valid_from, now):
        raise BadInput(
            "valid_to",
            Words(zh="失效时间不晚于生效时间，或已经过去。", en="It would end before it begins, or has ended."),
            Words(zh="请填写晚于生效时间、还没有到的时间。", en="Give a moment after its begin that is yet to come."),
        )
    if before is not None:
        if before.replaced_by or before.until <= now:
            raise Declined(_over(before), about=before.key, conflict=True)
        later = {"series": before.series, "version": before.version + 1}
        issued = issued.model_copy(update=later)
    return Proposed(issued)


def withdraw(order: Order, reason: str, now: datetime) -> Proposed:
    """Return the act that withdraws an order; declined when it is over already."""
    if order.until <= now:
        raise Declined(_over(order), about=order.key, conflict=True)
    return Proposed(Withdrawn(order=order.key, reason=reason))


def acknowledge(order: Order, said: Acknowledged, stands: Standing | None, now: datetime) -> Proposed:
    """Return the act by which somebody acknowledges an order; `stands` None: it does not concern them.

    Declined when it is over, does not concern them, was read and is not due again, or asks for words and there are
    none.
    """
    if order.until <= now:
        raise Declined(_over(order), about=order.key, conflict=True)
    if stands is None:
        raise Declined(
            plain(
                "not-addressed",
                "这份文件不要求您确认。",
                "This order does not ask you.",
                "您可以阅读，无需确认。",
                "You may read it; there is nothing to acknowledge.",
            ),
            about=order.key,
        )
    if stands.read:
        raise Declined(
            plain(
                "read-already",
                "您已经确认过。",
                "You have acknowledged it already.",
                "到期后再阅读确认。",
                "Read it again when it is due.",
            ),
            about=order.key,
            conflict=True,
        )
    if order.asks == "WORDS" and not said.words:
        raise Declined(
            plain(
                "missing:words",
                "这份文件要求用自己的话写明要点。",
                "This order asks for its points in your own words.",
                "请写明您要怎么做。",
                "Write what you will do.",
                who=("author",),
            ),
            about=order.key,
        )
    return Proposed(said)


def _over(order: Order) -> Reason:
    return plain(
        "order-over",
        f"「{order.title}」已经失效，或已有新版。",
        f"'{order.title}' is over, or there is a newer version.",
        "请看现行版本。",
        "Look at the version in force.",
    )
