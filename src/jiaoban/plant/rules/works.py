"""How work goes on under a permit or switching order: validity, people, progress. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant import phrases
from jiaoban.plant.acts import (
    Extended,
    MatterOpened,
    PeopleChanged,
    Progressed,
)
from jiaoban.plant.lives import LIVES, Life
from jiaoban.plant.rules.telling import Telling, entry
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import ROLES


def need_sense(opened: MatterOpened) -> None:
    """Raise `BadInput` for a permit that ends before it begins, for steps, validity and roles where the kind has none,
    and for one person as performer and guardian."""
    life = LIVES[opened.kind]
    for where, given, allowed in (
        ("steps", opened.steps, life.stepped),
        ("valid_from", opened.valid_from, life.valid),
        ("valid_to", opened.valid_to, life.valid),
    ):
        if given and not allowed:
            raise BadInput(
                where,
                Words(zh=f"{life.name.zh}没有这一项。", en=f"{life.name.en} has no such thing."),
                Words(zh="请不填。", en="Leave it out."),
            )
    need_roles(life, opened.people)
    need_two(opened.people, opened.persons)
    need_period(opened.valid_from, opened.valid_to)


def need_period(valid_from: datetime | None, valid_to: datetime | None) -> None:
    """Raise `BadInput` for a period that ends before it begins."""
    if valid_from is not None and valid_to is not None and valid_to <= valid_from:
        raise BadInput(
            "valid_to",
            Words(zh="有效期的结束不晚于开始。", en="The validity ends before it begins."),
            Words(zh="请填写晚于开始的时间。", en="Give a moment after its begin."),
        )


def need_roles(life: Life, people: Iterable[str]) -> None:
    """Raise `BadInput` for people in a role that the kind does not have."""
    unknown = next((role for role in people if role not in life.roles), None)
    if unknown is not None:
        zh, en = ([getattr(ROLES[role], tongue) for role in life.roles] for tongue in ("zh", "en"))
        raise BadInput(
            f"people.{unknown}",
            Words(zh=f"{life.name.zh}没有这个角色。", en=f"{life.name.en} has no such role."),
            Words(zh=f"它的角色：{'、'.join(zh) or '无'}。", en=f"Its roles: {', '.join(en) or 'none'}."),
        )


def need_two(people: Mapping[str, str], persons: Mapping[str, str]) -> None:
    """Raise `BadInput` when the same person would perform and guard: nobody checks themselves. Two of the site who
    have one name are told apart by their keys, `persons`; people from outside are not."""
    both = ("performer", "guardian")
    named = persons if all(persons.get(role) for role in both) else people
    performer, guardian = (named.get(role, "") for role in both)
    if performer and performer == guardian:
        raise BadInput(
            "people",
            Words(zh="执行人和监护人是同一个人。", en="Performer and guardian are the same person."),
            Words(zh="请由另一人监护。", en="Let somebody else guard."),
        )


def need_valid(matter: Matter, state: str, at: datetime) -> None:
    """Decline permitting work before its permit is valid or after it ran out."""
    if state != "PERMITTED":
        return
    if matter.valid_to is not None and at >= matter.valid_to:
        raise Declined(
            plain(
                "permit-overrun",
                f"「{matter.title}」的有效期已过。",
                f"The validity of '{matter.title}' has run out.",
                "请先办理延期，写明原因。",
                "Extend it first, with the reason.",
                who=("supervisor",),
            ),
            about=matter.key,
        )
    if matter.valid_from is not None and at < matter.valid_from:
        raise Declined(
            plain(
                "permit-too-early",
                f"「{matter.title}」还没有到有效期。",
                f"'{matter.title}' is not valid yet.",
                "请在有效期开始后许可。",
                "Permit it once its validity has begun.",
                who=("supervisor",),
            ),
            about=matter.key,
        )


def extend(matter: Matter, extended: Extended, telling: Telling) -> list[Proposed]:
    """Return the acts that extend a permit and log it.

    Declined when it is over or has no validity; `BadInput` when the new moment is not after the old one.
    """
    if not matter.open or matter.valid_to is None:
        raise Declined(
            plain(
                "not-to-be-extended",
                "它没有有效期，或已经结束。",
                "It has no validity, or is over.",
                "如需继续工作，请另办工作票。",
                "Issue another permit if work is to go on.",
            ),
            about=matter.key,
            conflict=not matter.open,
        )
    if extended.valid_to <= matter.valid_to:
        raise BadInput(
            "valid_to",
            Words(zh="不晚于现在的有效期。", en="This is not after its present validity."),
            Words(zh="请填写更晚的时间。", en="Give a later moment."),
        )
    say, until = telling.say, telling.clock(extended.valid_to)
    told_of = {"life": say(matter.life.name), "title": matter.title, "who": say.bracket(extended.who)}
    told = entry(matter, say(phrases.EXTENDED, **told_of, until=until, reason=extended.reason), telling)
    return [Proposed(extended, occurred_at=told.occurred_at), told]


def change_people(matter: Matter, changed: PeopleChanged) -> Proposed:
    """Return the act that gives roles to other people.

    Declined when it is over; `BadInput` for a role that the kind does not have, none at all, or one person as performer
    and guardian.
    """
    need_open(matter)
    if not changed.people:
        raise BadInput(
            "people",
            Words(zh="没有填写人员。", en="Nobody is named."),
            Words(zh="请至少填写一个角色的人员。", en="Name somebody for one role at least."),
        )
    need_roles(matter.life, changed.people)
    stay = {role: key for role, key in matter.persons.items() if role not in changed.people}
    need_two({**matter.people, **changed.people}, {**stay, **changed.persons})
    return Proposed(changed)


def progress(matter: Matter, progressed: Progressed, telling: Telling) -> list[Proposed]:
    """Return the acts that tell how far a work face has come and log it; declined for other kinds and when it is
    over."""
    need_open(matter)
    if not matter.life.measured:
        raise Declined(
            plain("not-measured", "它没有进度。", "It has no progress.", "请用「写一笔」。", "Write a note on it."),
            about=matter.key,
        )
    say = telling.say
    told_of = {"life": say(matter.life.name), "title": matter.title, "percent": progressed.percent}
    told = entry(matter, say(phrases.PROGRESSED, **told_of, text=progressed.text), telling)
    return [Proposed(progressed, occurred_at=told.occurred_at), told]


def need_open(matter: Matter) -> None:
    """Decline what comes after the end of a matter."""
    if not matter.open:
        raise Declined(
            plain("matter-over", "它已经结束。", "It is over.", "如有需要，请另行登记。", "Open a new one if need be."),
            about=matter.key,
            conflict=True,
        )
