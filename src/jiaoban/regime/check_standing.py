"""Static checks of who speaks and who must be there: does every name lead to somebody, can every wish be granted?"""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding, walk
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.part import Party
from jiaoban.regime.positions import Path

PARTIES: tuple[str, ...] = get_args(Party)
SPEAKING = (
    "by",
    "who",
    "parties",
    "party",
    "waived_by",
    "witness",
    "written_by",
    "offered_by",
    "judged_by",
    "approved_by",
    "reassigned_by",
)
"""Fields of rules that name parties or authorities."""


def _named(pack: Pack) -> Iterator[Finding]:
    """Whoever is named as a party is one, or an authority of the pack."""
    known = {*PARTIES, *(one.id for one in pack.handover.authorities)}
    for path, part in walk(pack.handover, ("handover",)):
        for name in SPEAKING:
            value = getattr(part, name, None)
            for place, one in _texts(value):
                if one not in known and one not in ("both", "either"):
                    yield _error(
                        (*path, name, *place),
                        f"没有「{one}」这一方。",
                        f'There is no party "{one}".',
                        nearest(one, known),
                    )


def _texts(value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        yield from (((place,), one) for place, one in enumerate(value) if isinstance(one, str))


def _authorities(pack: Pack) -> Iterator[Finding]:
    for place, one in enumerate(pack.handover.authorities):
        path: Path = ("handover", "authorities", place)
        if one.id in PARTIES:
            right = Words(zh="换一个名字。", en="Give it another name.")
            yield _error((*path, "id"), f"「{one.id}」已经是一方的名字。", f'"{one.id}" is a party already.', right)
        if one.side is not None and one.apart:
            right = Words(zh="side 和 apart 只写一个。", en="Write side or apart.")
            yield _error((*path, "apart"), "没有人能同时符合。", "Nobody can be both.", right)


def _order(pack: Pack) -> Iterator[Finding]:
    """A point that comes after another comes after one that there is, and not after itself."""
    points = {one.id: one for one in pack.handover.confirmations}
    for place, point in enumerate(pack.handover.confirmations):
        path: Path = ("handover", "confirmations", place)
        if point.after is not None and point.after not in points:
            yield _error(
                (*path, "after"),
                f"没有确认点「{point.after}」。",
                f'There is no confirmation "{point.after}".',
                nearest(point.after, points),
            )
        elif point.after is not None:
            seen, at = {point.id}, points.get(point.after)
            while at is not None and at.id not in seen:
                seen.add(at.id)
                at = points.get(at.after or "")
            if at is not None:
                right = Words(zh="去掉其中一个 after。", en="Remove one of these `after`.")
                yield _error(
                    (*path, "after"), "这几个确认点互相等待。", "These confirmations wait for each other.", right
                )
        if point.independent and point.after is None:
            right = Words(zh="用 after 写明是哪一项。", en="Say in `after` of which one.")
            yield _error((*path, "independent"), "没写由谁以外的人做。", "It does not say independent of what.", right)
        if point.witness is not None and not point.waived_by:
            right = Words(zh="写 waived_by,或去掉 witness。", en="Write waived_by, or remove witness.")
            yield _error(
                (*path, "witness"), "不能免除的就没有可见证的。", "What cannot be waived has no witness.", right
            )
        if point.at_tag and point.per == "handover":
            right = Words(zh="写 per: line 或 per: subject。", en="Write per: line or per: subject.")
            yield _error((*path, "at_tag"), "没有可以扫的标牌。", "There is no tag to scan.", right)


def _moments(pack: Pack) -> Iterator[Finding]:
    ways = {one.way for one in pack.handover.exits}
    for place, gate in enumerate(pack.handover.gates):
        path: Path = ("handover", "gates", place)
        if "first" in gate.stops and gate.severity != "HARD":
            right = Words(zh="severity 写 HARD,或去掉 first。", en="Make it HARD, or remove first.")
            yield _error(
                (*path, "severity"), "首班之前没有人能说话。", "Before the first shift nobody can lift a gate.", right
            )
        if "unattended" in gate.stops and "unattended" not in ways:
            right = Words(zh="写 way: unattended 的出路,或去掉。", en="Write an exit unattended, or remove it.")
            yield _error((*path, "stops"), "没有无人值守这条出路。", "There is no way out 'unattended'.", right)
        if gate.keeps and pack.handover.departure is None:
            right = Words(zh="写 departure。", en="Write departure.")
            yield _error((*path, "keeps"), "没有规定怎样登记离岗。", "Nothing says how leaving is recorded.", right)
    for place, one in enumerate(pack.handover.exits):
        for name in ("approved_by", "longest"):
            if getattr(one, name) and one.way != "postpone":
                right = Words(zh="只有 way: postpone 可以写。", en="Only way: postpone has it.")
                yield _error(
                    ("handover", "exits", place, name), f"{name} 在这里不起作用。", f"{name} does nothing here.", right
                )
    if pack.handover.taken_up is not None and "unattended" not in ways:
        right = Words(zh="写 way: unattended 的出路,或去掉。", en="Write an exit unattended, or remove it.")
        yield _error(("handover", "taken_up"), "岗位不会无人值守。", "The post is never left unattended.", right)


def _unreached(pack: Pack) -> Iterator[Finding]:
    """A complement at which no gate looks is nobody's business: a warning."""
    looked = any(
        getattr(part, "of", None) == "complement"
        for gate in pack.handover.gates
        for _, part in walk(gate.clear_when)
        if isinstance(part, BaseModel)
    )
    if pack.handover.complement and not looked:
        yield Finding(
            ("handover", "complement"),
            Words(zh="没有关卡看定员。", en="No gate looks at the complement."),
            Words(zh="加一道看 complement 的关。", en="Add a gate that looks at `complement`."),
            error=False,
        )


def _remembered(pack: Pack) -> Iterator[Finding]:
    """A condition over what is past sees nothing without a memory; a memory that nobody asks is none."""
    asked = [path for path, part in walk(pack.handover, ("handover",)) if getattr(part, "of", None) == "past"]
    if asked and pack.handover.memory is None:
        right = Words(zh="写 memory: {clause: …, lasts: PT24H}。", en="Write memory: {clause: ..., lasts: PT24H}.")
        yield _error((*asked[0], "of"), "没有规定往事记多久。", "Nothing says how long what is over counts.", right)
    if pack.handover.memory is not None and not asked:
        yield Finding(
            ("handover", "memory"),
            Words(zh="没有条件看 past。", en="No condition looks at past."),
            Words(zh="加一个看 past 的条件，或去掉 memory。", en="Add a condition over `past`, or remove memory."),
            error=False,
        )


STANDING_CHECKS: tuple[Check, ...] = (_named, _authorities, _order, _moments, _unreached, _remembered)
