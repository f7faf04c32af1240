"""Static checks of a pack that reads well: does every name lead somewhere, can every rule take effect?

Each function yields findings of one sort; `check` runs them all. What concerns one handover stands in
`check_handover.py`, conditions in `check_conditions.py`.
"""

import re
from collections.abc import Iterator
from typing import Any

from jiaoban.kernel.starts import EARLIEST, LATEST
from jiaoban.kernel.words import Words
from jiaoban.regime.check_absence import ABSENCE_CHECKS
from jiaoban.regime.check_aftersales import AFTERSALES_CHECKS
from jiaoban.regime.check_attending import ATTENDANCE_CHECKS
from jiaoban.regime.check_conditions import LONGEST, Judge
from jiaoban.regime.check_everyday import EVERYDAY_CHECKS
from jiaoban.regime.check_funds import FUND_CHECKS
from jiaoban.regime.check_gatherings import GATHERING_CHECKS
from jiaoban.regime.check_handover import HANDOVER_CHECKS
from jiaoban.regime.check_ladders import LADDER_CHECKS
from jiaoban.regime.check_leads import LEAD_CHECKS
from jiaoban.regime.check_reach import REACH_CHECKS
from jiaoban.regime.check_reports import REPORT_CHECKS
from jiaoban.regime.check_roster import ROSTER_CHECKS
from jiaoban.regime.check_standing import STANDING_CHECKS
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding, walk
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Ambiguity, Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.recurrence import wrong
from jiaoban.regime.sights import conditions

_BRACES = re.compile(r"\{([^{}]*)\}")


def check(pack: Pack) -> list[Finding]:
    """Return everything that is wrong or doubtful in a pack, errors and warnings, in no particular order."""
    handover = (*HANDOVER_CHECKS, *REACH_CHECKS, *STANDING_CHECKS)
    people = (*GATHERING_CHECKS, *ATTENDANCE_CHECKS, *ROSTER_CHECKS, *ABSENCE_CHECKS)
    desk = (
        *FUND_CHECKS,
        *AFTERSALES_CHECKS,
        *LEAD_CHECKS,
        *LADDER_CHECKS,
        *REPORT_CHECKS,
        *EVERYDAY_CHECKS,
    )
    return [finding for one in (*_CHECKS, *handover, *people, *desk) for finding in one(pack)]


def _clauses(pack: Pack) -> Iterator[Finding]:
    """Every rule cites a clause that exists; every clause is cited by a rule or says why it needs none."""
    known = set(pack.by_clause)
    cited: set[str] = set()
    for path, part in walk(pack):
        clause = getattr(part, "clause", None)
        if not isinstance(clause, str):
            continue
        if not isinstance(part, Ambiguity):
            cited.add(clause)
        if clause not in known:
            yield _error(
                (*path, "clause"),
                f"没有「{clause}」这一条款。",
                f'There is no clause "{clause}".',
                nearest(clause, known),
            )
    for place, one in enumerate(pack.clauses):
        if one.id not in cited and not one.no_rule.strip():
            right = Words(
                zh="写一条引用它的规则，或在 no_rule 写明为什么不需要。",
                en="Write a rule that cites it, or say in no_rule why none is needed.",
            )
            yield _error(
                ("clauses", place, "id"),
                f"没有规则引用条款「{one.id}」。",
                f'No rule cites the clause "{one.id}".',
                right,
            )
        if one.id in cited and one.no_rule.strip():
            right = Words(zh="删去 no_rule,或去掉引用它的规则。", en="Remove no_rule, or the rule that cites it.")
            yield _error(
                ("clauses", place, "no_rule"),
                f"「{one.id}」写着没有规则，却有规则引用。",
                f'"{one.id}" says that it has no rule, yet one cites it.',
                right,
            )
        if not one.id.startswith(pack.head.id + "/"):
            right = Words(zh=f"以「{pack.head.id}/」开头。", en=f'Begin it with "{pack.head.id}/".')
            yield _error(
                ("clauses", place, "id"),
                f"条款编号「{one.id}」不属于本制度。",
                f'The clause id "{one.id}" is not of this pack.',
                right,
            )


def _unique(pack: Pack) -> Iterator[Finding]:
    """Ids are unique in their list, and each way of holding a post, kind of finding and exit is spoken of once."""
    lists: list[tuple[Path, tuple[Any, ...], str]] = [
        (("clauses",), pack.clauses, "id"),
        (("ambiguities",), pack.ambiguities, "id"),
    ]
    lists += [
        (("handover", name), getattr(pack.handover, name), "id")
        for name, field in type(pack.handover).model_fields.items()
        if isinstance(getattr(pack.handover, name), tuple) and name != "holdings"
    ]
    lists += [
        (("handover", "holdings"), pack.handover.holdings, "basis"),
        (("handover", "attributions"), pack.handover.attributions, "kind"),
        (("handover", "exits"), pack.handover.exits, "way"),
        (("roster", "rules"), pack.roster.rules if pack.roster else (), "id"),
    ]
    for place, section in enumerate(pack.handover.sections):
        lists.append((("handover", "sections", place, "fields"), section.fields, "id"))
    for path, rows, name in lists:
        seen: set[str] = set()
        for place, one in enumerate(rows):
            value = getattr(one, name)
            if value in seen:
                right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
                yield _error((*path, place, name), f"「{value}」重复了。", f'"{value}" is there twice.', right)
            seen.add(value)


def _conditions(pack: Pack) -> Iterator[Finding]:
    judge = Judge()
    for path, condition, sight in conditions(pack):
        before = len(judge.found)
        verdict = judge.judge(condition, sight, path)
        if verdict is not None and len(judge.found) == before:
            yield _fixed(path, verdict)
    yield from judge.found


def _fixed(path: Path, verdict: bool) -> Finding:
    always = Words(zh="这个条件永远成立。", en="This condition always holds.")
    never = Words(zh="这个条件永远不成立。", en="This condition can never hold.")
    right = Words(
        zh="检查比较的取值和个数；不需要条件就删去。",
        en="Look at the values and bounds; remove it when no condition is meant.",
    )
    if path[-1] == "clear_when":
        always = Words(zh="这道关永远不拦。", en="This gate never blocks.")
        never = Words(zh="这道关永远解除不了。", en="This gate can never be cleared.")
    return Finding(path, always if verdict else never, right, key=True)


def _words(pack: Pack) -> Iterator[Finding]:
    """Sentences have a Chinese form; only {names} is filled in, and only in `why` and `lifts` of a gate."""
    for path, part in walk(pack):
        if not isinstance(part, Words):
            continue
        filled = path[:2] == ("handover", "gates") and path[-1] in ("why", "lifts")
        for language in ("zh", "en"):
            for name in _BRACES.findall(getattr(part, language)):
                if not (filled and name == "names"):
                    right = Words(
                        zh="关卡的 why 和 lifts 里可以用 {names},别处不填任何内容。",
                        en="{names} may stand in why and lifts of a gate; nothing else is filled in.",
                    )
                    yield _error(
                        (*path, language), f"「{{{name}}}」不会被填写。", f'"{{{name}}}" is never filled in.', right
                    )
        if not part.zh.strip() and (part.en.strip() or path[-1] != "asks"):
            right = Words(
                zh="补上 zh；只用英文写的制度包，在 pack.yaml 写 languages: [en]。",
                en="Add zh; a pack in English alone says languages: [en] in pack.yaml.",
            )
            yield _error(path, "缺中文。", "The Chinese is missing.", right)
        elif not part.en.strip() and part.zh.strip() and "en" in pack.head.languages:
            yield Finding(
                path,
                Words(
                    zh="没有英文，英文页面会显示中文。", en="There is no English; English pages will show the Chinese."
                ),
                Words(zh="补上 en。", en="Add en."),
                error=False,
            )


def _times(pack: Pack) -> Iterator[Finding]:
    head, presence = pack.head, pack.handover.presence
    if not head.effective_from.in_calendar:
        right = Words(zh=f"写 {EARLIEST} 到 {LATEST} 之间的日期。", en=f"Write one between {EARLIEST} and {LATEST}.")
        yield _error(("head", "effective_from"), "没有人能从那时起执行。", "Nobody can work by it from then on.", right)
    if head.effective_to is not None and head.effective_to <= head.effective_from:
        right = Words(zh="失效日期晚于生效日期。", en="It ends after it begins.")
        yield _error(("head", "effective_to"), "失效日期不在生效日期之后。", "It ends before it begins.", right)
    if presence.opens < presence.lead:
        right = Words(zh="opens 不小于 lead。", en="Make opens at least lead.")
        yield _error(
            ("handover", "presence", "opens"),
            "还没到可以报到的时候就已经算迟到。",
            "One would be late before one may report in.",
            right,
        )
    spans: list[tuple[Path, Any]] = [
        (("handover", "presence", name), getattr(presence, name)) for name in ("lead", "opens", "drafts")
    ]
    spans += [(("handover", "duties", n, "before_end"), one.before_end) for n, one in enumerate(pack.handover.duties)]
    spans += [(("handover", "stays", n, "lasts"), one.lasts) for n, one in enumerate(pack.handover.stays)]
    points = enumerate(pack.handover.confirmations)
    spans += [(("handover", "confirmations", n, "opens"), one.opens) for n, one in points if one.opens is not None]
    if pack.handover.hours is not None:
        spans += [(("handover", "hours", name), getattr(pack.handover.hours, name)) for name in ("limit", "within")]
    if pack.handover.memory is not None:
        spans.append((("handover", "memory", "lasts"), pack.handover.memory.lasts))
    for path, span in spans:
        if not -span.resolution < span <= LONGEST:
            right = Words(zh="0 到 366 天之间。", en="From 0 to 366 days.")
            yield _error(path, "时长不合理。", "This duration makes no sense.", right)


def _recurrences(pack: Pack) -> Iterator[Finding]:
    for place, one in enumerate(pack.handover.duties):
        said = wrong(one) if one.rrule else None
        if said is not None:
            right = Words(zh="写法如 FREQ=WEEKLY;BYDAY=TU。", en="Write it like FREQ=WEEKLY;BYDAY=TU.")
            yield _error(("handover", "duties", place, "rrule"), said.zh, said.in_("en"), right)
        if one.at is not None and one.before_end:
            right = Words(zh="两者只写一个。", en="Give one of them.")
            yield _error(
                ("handover", "duties", place, "at"), "at 与 before_end 同时写了。", "at and before_end clash.", right
            )


def _ambiguities(pack: Pack) -> Iterator[Finding]:
    for place, one in enumerate(pack.ambiguities):
        if not 0 <= one.chosen < len(one.readings):
            right = Words(
                zh=f"从 0 数起，到 {len(one.readings) - 1} 为止。", en=f"Counted from 0, up to {len(one.readings) - 1}."
            )
            yield _error(("ambiguities", place, "chosen"), "没有这一种读法。", "There is no such reading.", right)
        if len(one.readings) < 2:
            right = Words(zh="写出两种以上读法。", en="Write two readings at least.")
            yield _error(
                ("ambiguities", place, "readings"),
                "只有一种读法就没有歧义。",
                "With one reading nothing is ambiguous.",
                right,
            )


_CHECKS: tuple[Check, ...] = (_clauses, _unique, _conditions, _words, _times, _recurrences, _ambiguities)
