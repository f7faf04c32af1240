"""Which contacts are due after a sale, which are missing, what a picture is called. Pure, by local days.

The day of the first sale opens the calendar. `[first, after)` are whole days; what is due within them is missing once
`after` has come. A contact is counted by the day on which it happened, in the first week and in its month alike.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from jiaoban.kernel.months import month_after, months_on
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.lead.aftersales_tables import Care, CareFile
from jiaoban.regime.aftersales import Aftersales, Answer

DAY = timedelta(days=1)
SOON = 3
"""So many days before its end something is called due soon."""
State = Literal["AHEAD", "OPEN", "SOON", "DONE", "MISSED"]
_NO_FILE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which so many contacts are wanted. `number`: 0 the first contact, else which month it is."""

    number: int
    first: date
    after: date
    wanted: int

    @property
    def last(self) -> date:
        """The last day on which it can still be done."""
        return self.after - DAY


@dataclass(frozen=True, slots=True)
class Due:
    """A slot and how it stands on a day."""

    slot: Slot
    done: int
    state: State

    @property
    def missing(self) -> int:
        """How many contacts are missing: of a slot that is over for good, of others still to be made."""
        return max(0, self.slot.wanted - self.done)


def calendar(sold: Iterable[date], said: Aftersales, ended: date | None = None) -> list[Slot]:
    """Return the slots of a customer who bought on these days, by their begin. A later sale makes the months last
    longer. `ended`: when looking after them ended: what was not over by that day falls away."""
    days = sorted(sold)
    if not days:
        return []
    first, until = days[0], months_on(days[-1], said.for_months)
    found = [Slot(0, first, first + said.first_days * DAY, 1)] if said.first_days else []
    if said.monthly:
        found += _months(first, until, said)
    kept = (one for one in found if ended is None or one.after <= ended)
    return sorted(kept, key=lambda one: (one.first, one.number))


def _months(first: date, until: date, said: Aftersales) -> Iterable[Slot]:
    """Months from the day of the sale, each ending the day before the same day of the next month (or on its last day);
    or the whole months of the calendar after that of the sale, as many."""
    whole = month_after(first)
    for number in range(1, _count(first, until) + 1):
        if said.months_from == "calendar":
            yield Slot(number, months_on(whole, number - 1), months_on(whole, number), said.monthly)
        else:
            yield Slot(number, months_on(first, number - 1), months_on(first, number), said.monthly)


def _count(first: date, until: date) -> int:
    number = 0
    while months_on(first, number) < until:
        number += 1
    return number


def due(slots: Iterable[Slot], cared: Sequence[date], today: date) -> list[Due]:
    """Return how the slots stand on a day, by the days of the contacts that count."""
    return [_due(one, sum(one.first <= day < one.after for day in cared), today) for one in slots]


def _due(slot: Slot, done: int, today: date) -> Due:
    if done >= slot.wanted:
        return Due(slot, done, "DONE")
    if today >= slot.after:
        return Due(slot, done, "MISSED")
    if today < slot.first:
        return Due(slot, done, "AHEAD")
    return Due(slot, done, "SOON" if slot.last - today < SOON * DAY else "OPEN")


def picture_name(said: Aftersales, customer: str, day: date, person: str, number: int) -> str:
    """Return what a picture is called by the regime's standard, without its ending; without one: customer, day, person.
    What cannot stand in the name of a file becomes a hyphen."""
    pattern = said.picture.name if said.picture else "{customer}-{day}-{person}"
    values = {"customer": customer, "day": f"{day:%Y%m%d}", "person": person, "number": str(number)}
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", value)
    return _NO_FILE.sub("-", pattern).strip(" .-")[:LONGEST_NAME] or f"{day:%Y%m%d}"


def unique(names: Iterable[str]) -> list[str]:
    """Return file names in order, each once: a second one of a name gets (2)."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return found


def read_answers(text: str) -> dict[str, str]:
    """Return the answers of a contact by the id of what was asked; of an erased one nothing."""
    try:
        read = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in read.items()} if isinstance(read, Mapping) else {}


def need_aftersales(said: Aftersales | None, post: str) -> Aftersales:
    """Return what the regime says about customers after the sale; declined where it says nothing of this post."""
    if said is not None and said.of(post):
        return said
    raise Declined(
        plain(
            "no-aftersales",
            "本岗位的制度没有售后的规定。",
            "The regime of this post says nothing about after-sales.",
            "请到有规定的岗位登记，或在制度包里写 aftersales.yaml。",
            "Go to a post whose regime does, or write aftersales.yaml.",
        )
    )


def need_sold(sold: Sequence[date], day: date, clause: str, about: str) -> None:
    """Decline looking after somebody who has not bought, or before they did."""
    if sold and min(sold) <= day:
        return
    raise Declined(
        Reason(
            code="not-sold",
            clause=clause,
            why=Words(zh="那时这位客户还没有成交。", en="That customer had not bought by then."),
            lifts=Words(zh="成交以后再登记售后。", en="Enter it once they have bought."),
        ),
        about=about,
    )


def need_running(file: CareFile | None, about: str) -> None:
    """Decline what comes after looking after a customer has ended."""
    if file is None or file.ended_at is None:
        return
    raise Declined(
        plain(
            "care-ended",
            "这位客户的售后已经结束。",
            "This customer is looked after no longer.",
            "无需再登记。",
            "Nothing to do.",
        ),
        about=about,
        conflict=True,
    )


def need_answers(asked: Sequence[Answer], said: Mapping[str, str], clause: str, about: str) -> None:
    """Decline a contact in which something that the regime wants asked has no answer; refuse what it does not ask."""
    known = {one.id for one in asked}
    for name in said:
        if name not in known:
            raise BadInput(
                "answers",
                Words(zh=f"制度没有要求了解「{name}」。", en=f"The regime does not ask for {name!r}."),
                Words(
                    zh=f"可以填：{'、'.join(one.id for one in asked)}。",
                    en=f"It asks for {', '.join(one.id for one in asked)}.",
                ),
            )
    left = [one.title for one in asked if not said.get(one.id, "").strip()]
    if not left:
        return
    raise Declined(
        Reason(
            code="answers-missing",
            clause=clause,
            why=Words(
                zh=f"还没有了解：{'、'.join(one.zh for one in left)}。",
                en=f"Not asked yet: {', '.join(one.in_('en') for one in left)}.",
            ),
            lifts=Words(zh="请问清以后逐项填写。", en="Ask, and fill in each."),
            who=("asker",),
            names=tuple(one.zh for one in left),
        ),
        about=about,
    )


def need_picture(said: Aftersales, photos: Sequence[str], about: str) -> None:
    """Decline a contact without the picture that the regime wants."""
    if said.picture is None or photos:
        return
    raise Declined(
        Reason(
            code="picture-missing",
            clause=said.picture.clause,
            why=Words(zh="没有附截图。", en="There is no picture."),
            lifts=Words(
                zh="请附上与客户联系的截图，名称按标准自动生成。",
                en="Attach a picture of the contact; it is named by the standard.",
            ),
            who=("asker",),
        ),
        about=about,
    )


def need_standing(one: Care) -> None:
    """Decline striking twice."""
    if one.standing:
        return
    raise Declined(
        plain("struck-already", "已经划除。", "It is struck already.", "无需再划。", "Nothing to do."),
        about=one.key,
        conflict=True,
    )


def need_looks_after(responsible: str, actor: str, about: str, *, supervises: bool) -> None:
    """Decline what is for whoever looks after the customer, or supervises the post."""
    if supervises or actor == responsible:
        return
    raise Declined(
        plain(
            "not-yours",
            "这位客户由别人负责售后。",
            "Somebody else looks after this customer.",
            "请负责售后的人或主管办理。",
            "Whoever looks after them, or the supervisor, can do it.",
            who=("supervisor",),
        ),
        about=about,
    )


def need_briefed(file: CareFile | None, actor: str, about: str) -> None:
    """Decline taking over what was not told to oneself, or was taken over already."""
    told = file.briefing if file else None
    if told is not None and told.teacher == actor and told.taken_at is None:
        return
    raise Declined(
        plain(
            "no-briefing",
            "没有等您接收的客户情况，或已经接收过。",
            "Nothing waits for you here, or you have taken it over.",
            "请刷新页面看最新情况。",
            "Look at it again.",
        ),
        about=about,
        conflict=True,
    )
