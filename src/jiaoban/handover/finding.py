"""The facts of a finding, and the branch of the regime that they meet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from jiaoban.followup.tables import FOLLOWUPS, Followup
from jiaoban.handover.acts import Follows
from jiaoban.handover.state import Handover
from jiaoban.handover.state_after import Finding
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.words import Words
from jiaoban.logbook.tables import ENTRIES, Entry
from jiaoban.plant.tables import CUSTODY, EQUIPMENT, MATTERS, SHORTAGES
from jiaoban.regime.answering import Case, Sanction
from jiaoban.regime.conditions import Compare, Operand
from jiaoban.regime.evaluate import Trace, evaluate_single
from jiaoban.regime.facts import Value
from jiaoban.regime.findings import walk
from jiaoban.regime.pack import Attribution

ABOUT_THE_THING = frozenset({"recorded", "mentioned", "logged", "on_site", "marked_unclear", "overdue", "closed"})
"""Facts of a finding that only speak of something when it is named."""
OTHERWISE = Words(zh="其余情形", en="otherwise")
"""The last branch, which has no condition."""


@dataclass(frozen=True, slots=True)
class Attributed:
    """The side that answers, by which clause, why, what follows, and the trace of every branch that was tried."""

    to: str
    at: str | None
    clause: str
    because: Words
    trace: tuple[str, ...]
    sanction: Sanction | None = None


def follows(rule: Sanction | None) -> Follows | None:
    """Return what a regime says of the consequence, as the act of the finding keeps it; None where it says nothing."""
    if rule is None:
        return None
    amount = f"{rule.amount:f}" if rule.amount is not None else ""
    return Follows(kind=rule.kind, clause=rule.clause, says=rule.says, amount=amount, unit=rule.unit, by=rule.by)


def attribute(rule: Attribution, facts: Mapping[str, Value]) -> Attributed:
    """Return the first branch whose condition holds; the last one has none (checked when the pack is loaded)."""
    case, tried = _decided(rule, facts)
    return _attributed(rule, case, _lines(case, tried, "en"))


def _decided(rule: Attribution, facts: Mapping[str, Value]) -> tuple[Case, list[Trace]]:
    """Return the branch that decides, and the verdict of every condition that was tried until then."""
    tried: list[Trace] = []
    for case in rule.cases:
        if case.when is None:
            return case, tried
        tried.append(evaluate_single(case.when, facts))
        if tried[-1].holds:
            return case, tried
    raise AssertionError(f"attribution {rule.id} has no last branch")


def _lines(case: Case, tried: Iterable[Trace], language: str) -> tuple[str, ...]:
    lines = [line for one in tried for line in one.lines(language=language)]
    return (*lines, f"✓ {OTHERWISE.in_(language)}") if case.when is None else tuple(lines)


def consequence(rule: Attribution, side: str, found: Finding) -> Sanction | None:
    """Return what a regime says to follow where a named authority puts a finding on a side.

    It is what the first branch for that side says which the facts of the finding meet; where they meet none, what the
    branches for that side agree on; else what the rule says for all.
    """
    facts: dict[str, Value] = {**found.facts, "about": found.kind}
    said = [(case, case.sanction or rule.sanction) for case in rule.cases if case.to == side]
    if _asked(rule) <= facts.keys():
        for case, sanction in said:
            if case.when is None or evaluate_single(case.when, facts).holds:
                return sanction
    first = said[0][1] if said else rule.sanction
    return first if all(one == first for _, one in said) else rule.sanction


def reasoning(rule: Attribution, found: Finding, language: str) -> tuple[str, ...]:
    """Return the trace of a finding in a language: the facts that its act keeps, tried by the same branches.

    The act itself keeps the trace in English. It is returned as it stands where those branches no longer come to the
    same verdicts, as they may not for a book that another version of this program wrote.
    """
    facts: dict[str, Value] = {**found.facts, "about": found.kind}
    if not _asked(rule) <= facts.keys():
        return found.trace
    case, tried = _decided(rule, facts)
    if _marks(_lines(case, tried, "en")) != _marks(found.trace):
        return found.trace
    return _lines(case, tried, language)


def _asked(rule: Attribution) -> set[str]:
    """Return the facts of which the branches speak."""
    parts = (part for _, part in walk(rule.cases) if isinstance(part, Compare | Operand))
    return {part.fact for part in parts if part.fact is not None}


def _marks(lines: Iterable[str]) -> list[str]:
    return [line.lstrip()[:1] for line in lines]


def _attributed(rule: Attribution, case: Case, trace: tuple[str, ...]) -> Attributed:
    return Attributed(case.to, case.at, case.clause, case.because, trace, case.sanction or rule.sanction)


def finding_facts(
    book: Book, handover: Handover, kind: str, ref: str, found_at: datetime, *, arose_before: bool
) -> dict[str, Value]:
    """Return the facts of `regime.facts.FINDING`: what the record, the log and the handover itself say about the
    thing. What was written after the signature is no disclosure, whatever time it names."""
    about = [key for key, line in handover.lines.items() if ref and ref in (key, line.body.ref, line.body.equipment)]
    followed = followed_thing(book, handover, ref)
    own_words = [key for key in about if _says_something(handover, key)]
    signed = handover.ending == "SIGNED" and handover.closed_at is not None and handover.closed_at <= found_at
    recorded = bool(own_words) or _shortage_recorded(book, handover, ref)
    logged = _logged(book, handover, ref)
    return {
        "about": kind,
        "signed": signed,
        "during": not signed and any(event.what == "OFFERED" and event.at <= found_at for event in handover.events),
        "recorded": recorded,
        "logged": logged,
        "mentioned": recorded or logged or _answered_about(handover, about),
        "on_site": _stood_there_together(handover, about),
        "arose_before": arose_before,
        "marked_unclear": any(handover.lines[key].unclear for key in about),
        "objected": bool(handover.objections),
        "overdue": followed is not None and _ended(followed, found_at) > followed.due_at,
        "closed": followed is not None and followed.closed_at is not None and followed.closed_at <= found_at,
        "left_early": any(mark.at <= found_at for mark in handover.left.values()),
    }


def _says_something(handover: Handover, key: str) -> bool:
    """A line of custody or equipment only lists the register; it tells of something when it carries a remark."""
    body = handover.lines[key].body
    return body.source not in ("custody", "equipment") or bool(body.remark)


def followed_thing(book: Book, handover: Handover, ref: str) -> Followup | None:
    """Return the follow-up of this key at the handover's post, or None."""
    found = book.get(FOLLOWUPS, ref) if ref else None
    return found if found is not None and found.post == handover.post else None


def follower(one: Followup, found_at: datetime, at: str | None) -> str:
    """Return who followed it when it fell due, when it was closed, or when it was found."""
    return one.owner_at(one.due_at if at == "due" else _ended(one, found_at) if at == "closing" else found_at)


def _ended(one: Followup, found_at: datetime) -> datetime:
    """Return when it was closed, as far as that was known when it was found; else the moment of the finding."""
    return min(one.closed_at or found_at, found_at)


def known_thing(book: Book, handover: Handover, ref: str) -> bool:
    """Say whether something of this key stands in the record, or in a register or the log of its post."""
    if any(ref in (key, line.body.ref, line.body.equipment) for key, line in handover.lines.items()):
        return True
    found = (
        book.get(EQUIPMENT, ref),
        book.get(CUSTODY, ref),
        book.get(MATTERS, ref),
        book.get(ENTRIES, ref),
        book.get(FOLLOWUPS, ref),
    )
    return any(one is not None and one.post == handover.post for one in found)


def written_by(book: Book, handover: Handover, ref: str) -> str:
    """Return who first wrote of the thing before the signature: in the log, as a matter, or by hand in the record; ''
    where nobody did."""
    told = sorted(_entries_about(book, handover, ref), key=lambda one: one.seq)
    matter = book.get(MATTERS, ref) if ref else None
    if told:
        return told[0].author
    if matter is not None:
        return matter.opened_by
    line = handover.lines.get(ref)
    return line.author if line is not None and line.body.source == "hand" else ""


def asks_what_was_said(rule: Attribution) -> bool:
    """Say whether a rule turns on what was recorded, told or seen of one thing, so that the thing must be named."""
    return any(isinstance(part, Compare) and part.fact in ABOUT_THE_THING for _, part in walk(rule.cases))


def _in_time(handover: Handover, written_at: datetime) -> bool:
    return handover.closed_at is None or written_at <= handover.closed_at


def _shortage_recorded(book: Book, handover: Handover, ref: str) -> bool:
    shortages = book.find(SHORTAGES, occasion=handover.key, post=handover.post)
    return any(one.custody_item == ref and _in_time(handover, one.first_at or one.at) for one in shortages)


def _logged(book: Book, handover: Handover, ref: str) -> bool:
    return bool(_entries_about(book, handover, ref))


def _entries_about(book: Book, handover: Handover, ref: str) -> list[Entry]:
    """Return the entries of the outgoing shift about a thing that stood in the log when the handover was signed."""
    if not ref:
        return []
    until = handover.closed_at or handover.due_at
    entries = book.find(ENTRIES, post=handover.post, occurred_at=Between(handover.since, until))
    return [one for one in entries if ref in (one.key, one.matter, one.equipment) and _stood(handover, one)]


def _stood(handover: Handover, entry: Entry) -> bool:
    """Say whether an entry stood in the log, written and not struck, when the handover was signed."""
    struck = entry.struck is not None and _in_time(handover, entry.struck.at)
    return _in_time(handover, entry.recorded_at) and not struck


def _answered_about(handover: Handover, lines: list[str]) -> bool:
    return any(q.line in lines and bool(q.answers) for q in handover.questions.values())


def _stood_there_together(handover: Handover, lines: list[str]) -> bool:
    parties = {(one.line, one.party) for one in handover.confirmations if one.line in lines and not one.waived}
    return any({"outgoing", "incoming"} <= {party for line, party in parties if line == key} for key in lines)
