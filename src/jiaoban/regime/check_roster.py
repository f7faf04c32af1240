"""Static checks of what a pack says about rosters: can every rule take effect, can it be kept, who may lift it?"""

import difflib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import combinations
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.rostering import Rostering, RosterRule
from jiaoban.regime.spoken import plain

WEEK, SHORTEST_MONTH, LONGEST_MONTH = timedelta(days=7), 28, timedelta(days=31)
FIGURES: Mapping[str, Mapping[str, type]] = {
    "rest-between": {"at_least": timedelta},
    "hours-in-row": {"at_most": timedelta},
    "hours-in-week": {"at_most": timedelta},
    "days-in-row": {"at_most": int},
    "rest-days": {"at_least": int, "period": str},
    "use-up": {"at_least": int, "period": str, "remind": timedelta},
    "one-shift-a-day": {},
    "no-follow": {},
    "one-place": {},
    "complement": {},
}
"""The settings that a rule of a kind has to have, and what each is."""
BESIDE: Mapping[str, tuple[str, ...]] = {"no-follow": ("after", "not_"), "one-place": ("allow",)}
"""The settings that it may have."""
OWN = ("at_least", "at_most", "period", "remind", "after", "not_", "allow")
WRITTEN = {"period": "in", "not_": "not"}
FORMS: Mapping[type, Words] = {
    timedelta: Words(zh="时长，如 PT11H、P7D。", en="A length of time such as PT11H or P7D."),
    int: Words(zh="整数，如 6。", en="A whole number such as 6."),
    str: Words(zh="week 或 month。", en="week or month."),
}
STRICTER = {"at_least": 1, "at_most": -1}
"""Which way a figure is stricter."""


def _rules(pack: Pack) -> Iterator[tuple[Path, RosterRule]]:
    for place, one in enumerate(pack.roster.rules if pack.roster else ()):
        yield ("roster", "rules", place), one


def _figures(pack: Pack) -> Iterator[Finding]:
    """Every kind has the figures that it works with, and none that does nothing."""
    for path, rule in _rules(pack):
        wanted = FIGURES[rule.kind]
        for name, form in wanted.items():
            value = getattr(rule, name)
            if value is None:
                yield _error(
                    (*path, "kind"),
                    f"「{rule.kind}」缺「{_as_written(name)}」。",
                    f'"{rule.kind}" has no "{_as_written(name)}".',
                    FORMS[form],
                )
            elif not isinstance(value, form):
                yield _error(
                    (*path, _as_written(name)),
                    f"「{rule.kind}」的「{_as_written(name)}」不是这种数。",
                    f'"{_as_written(name)}" of "{rule.kind}" is another kind of figure.',
                    FORMS[form],
                )
        for name in OWN:
            if getattr(rule, name) not in (None, ()) and name not in wanted and name not in BESIDE.get(rule.kind, ()):
                right = Words(zh="删去它，或改 kind。", en="Remove it, or change the kind.")
                yield _error(
                    (*path, _as_written(name)),
                    f"「{rule.kind}」用不到「{_as_written(name)}」。",
                    f'"{rule.kind}" makes nothing of "{_as_written(name)}".',
                    right,
                )


def _as_written(name: str) -> str:
    return WRITTEN.get(name, name)


def _possible(pack: Pack) -> Iterator[Finding]:
    """Figures that nobody can keep to, or that nobody can break."""
    for path, rule in _rules(pack):
        for name, value in (("at_least", rule.at_least), ("at_most", rule.at_most), ("remind", rule.remind)):
            if isinstance(value, timedelta) and value <= timedelta(0):
                yield _error(
                    (*path, name),
                    "时长不大于零。",
                    "It is no length of time.",
                    Words(zh="写大于零的时长。", en="More than zero."),
                )
        if rule.kind == "rest-between" and isinstance(rule.at_least, timedelta) and rule.at_least >= WEEK:
            yield _never(path, "at_least", Words(zh="不到一周。", en="Less than a week."))
        if (
            rule.kind in ("hours-in-row", "hours-in-week")
            and isinstance(rule.at_most, timedelta)
            and rule.at_most >= WEEK
        ):
            yield _idle(path, "at_most", Words(zh="少于 168 小时。", en="Less than 168 hours."))
        days = SHORTEST_MONTH if rule.period == "month" and rule.kind == "rest-days" else WEEK.days
        if rule.kind in ("rest-days", "use-up") and isinstance(rule.at_least, int) and rule.at_least >= days:
            yield _never(path, "at_least", Words(zh=f"少于 {days} 天。", en=f"Less than {days} days."))
        if rule.kind == "use-up" and rule.period == "week":
            right = Words(
                zh="写 in: month；每周的休息日写 kind: rest-days。", en="Write in: month; for weeks, kind: rest-days."
            )
            yield _error((*path, "in"), "休息日在月内用完，不在周内。", "Rest days are used up within a month.", right)
        if rule.kind == "use-up" and rule.remind is not None and rule.remind > LONGEST_MONTH:
            yield _error(
                (*path, "remind"),
                "提醒比月初还早。",
                "It reminds before the month begins.",
                Words(zh="不超过 P31D。", en="P31D at most."),
            )
        if rule.kind == "no-follow" and rule.not_ and rule.shifts and not set(rule.not_) & set(rule.shifts):
            yield _idle(
                path, "shifts", Words(zh="删去 shifts，或写 not 里的班次。", en="Remove shifts, or name one of `not`.")
            )
    notice = pack.roster.swap.notice if pack.roster and pack.roster.swap else None
    if notice is not None and not timedelta(0) <= notice <= LONGEST_MONTH:
        right = Words(zh="0 到 31 天之间。", en="From 0 to 31 days.")
        yield _error(("roster", "swap", "notice"), "时长不合理。", "This duration makes no sense.", right)


def _never(path: Path, name: str, right: Words) -> Finding:
    return _error((*path, name), "这条规则没有人能做到。", "Nobody can keep to this rule.", right)


def _idle(path: Path, name: str, right: Words) -> Finding:
    return _error((*path, name), "这条规则永远不起作用。", "This rule can never be broken.", right)


def _against_each_other(pack: Pack) -> Iterator[Finding]:
    """Two rules of a kind about the same shifts: one of them never has the word."""
    for (_, first), (path, second) in combinations(_rules(pack), 2):
        if _about(first) != _about(second):
            continue
        name = next((name for name in STRICTER if getattr(second, name) is not None), "kind")
        if name != "kind" and first.hard != second.hard:
            hard, soft = (first, second) if first.hard else (second, first)
            limit, wish = getattr(hard, name), getattr(soft, name)
            if type(limit) is type(wish) and (wish - limit) * STRICTER[name] > limit * 0:
                continue  # the advisory one speaks before the hard one does
        yield _error(
            (*path, name),
            f"「{second.id}」和「{first.id}」是同一种规则，管同样的班次，两个数互相矛盾或有一个多余。",
            f'"{second.id}" and "{first.id}" are of one kind and about the same shifts: they contradict each other, '
            "or one is idle.",
            Words(
                zh=f"留一条；要先提醒再拦住的，一条写 hard: true，另一条写得更严（{first.id}：{_figure(first).zh}）。",
                en=f"Keep one; to warn before refusing, make one hard and the other stricter "
                f"({first.id}: {_figure(first).in_('en')}).",
            ),
        )


def _about(rule: RosterRule) -> tuple[Any, ...]:
    return rule.kind, rule.period, rule.posts, rule.shifts, rule.after, rule.not_


def _figure(rule: RosterRule) -> Words:
    return plain(rule.at_least if rule.at_least is not None else rule.at_most)


def _chiefs(pack: Pack) -> Iterator[Finding]:
    """Whoever changes, lifts or approves is the supervisor, the head, or an authority that is no side's."""
    if pack.roster is None:
        return
    sides = {one.id: one.side for one in pack.handover.authorities}
    known = {"supervisor", "head", *sides}
    for path, one in _named(pack.roster):
        if one not in known:
            yield _error(path, f"没有「{one}」这个人。", f'There is nobody "{one}".', nearest(one, known))
        elif sides.get(one):
            right = Words(zh="写一个没有 side 的。", en="Name one without a side.")
            yield _error(
                path,
                f"「{one}」是交接的一方，排班时没有。",
                f'"{one}" is of a side of the handover; a roster has none.',
                right,
            )
    for path, rule in _rules(pack):
        if rule.lifted_by and not rule.hard:
            right = Words(zh="写 hard: true，或删去。", en="Write hard: true, or remove it.")
            yield _error(
                (*path, "lifted_by"),
                "写明原因就行的规则不用人放行。",
                "What wants a reason only is lifted by nobody.",
                right,
            )


def _named(said: Rostering) -> Iterator[tuple[Path, str]]:
    for place, one in enumerate(said.changed_by):
        yield ("roster", "changed_by", place), one
    for number, rule in enumerate(said.rules):
        for place, one in enumerate(rule.lifted_by):
            yield ("roster", "rules", number, "lifted_by", place), one
    for place, one in enumerate(said.swap.approve if said.swap else ()):
        yield ("roster", "swap", "approve", place), one


def _shifts(pack: Pack) -> Iterator[Finding]:
    """A shift or a post that nothing else in the pack names, and something much like it does: a slip of the pen."""
    elsewhere = [*pack.handover.duties, *pack.handover.complement]
    for name in ("shifts", "posts"):
        uses = [(path, value) for path, rule in _rules(pack) for path, value in _uses(path, rule, name)]
        known = [value for one in elsewhere for value in getattr(one, name)]
        for path, value in uses:
            others = {*known, *(other for at, other in uses if at[:3] != path[:3])}
            near = difflib.get_close_matches(value, others - {value}, n=1, cutoff=0.6)
            if near and value not in others:
                yield Finding(
                    path,
                    Words(zh=f"别处没有「{value}」。", en=f'Nothing else names "{value}".'),
                    Words(zh=f"是不是「{near[0]}」？", en=f'Did you mean "{near[0]}"?'),
                    error=False,
                )


def _uses(path: Path, rule: RosterRule, name: str) -> Iterator[tuple[Path, str]]:
    fields = ("shifts", "after", "not_") if name == "shifts" else ("posts",)
    for field in fields:
        for place, value in enumerate(getattr(rule, field)):
            yield (*path, _as_written(field), place), value
    for number, group in enumerate(rule.allow if name == "posts" else ()):
        for place, value in enumerate(group):
            yield (*path, "allow", number, place), value


def _unwatched(pack: Pack) -> Iterator[Finding]:
    if pack.roster and pack.roster.rules and not any(one.kind == "one-place" for one in pack.roster.rules):
        yield Finding(
            ("roster", "rules"),
            Words(
                zh="没有规则管一个人同时排在两处。", en="No rule sees to it that nobody is due at two posts at once."
            ),
            Words(zh="加一条 kind: one-place。", en="Add one of kind: one-place."),
            error=False,
            key=True,
        )


ROSTER_CHECKS: tuple[Check, ...] = (_figures, _possible, _against_each_other, _chiefs, _shifts, _unwatched)
