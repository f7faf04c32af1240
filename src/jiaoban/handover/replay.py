"""Past handovers under another pack: what it would have stopped, let pass, and laid at another side's door. Pure.

The acts of a book are folded one command after another; before each offer, signature and refusal the handover is judged
by the given pack as it stood then, with what people had written, acknowledged and said until then. What they would have
done under another pack nobody knows: a gate that asks for something new stands in the way of every past handover.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from jiaoban.handover import acts, queries
from jiaoban.handover.assess import Assessment, GateVerdict
from jiaoban.handover.draw import marking
from jiaoban.handover.facts import has_signed
from jiaoban.handover.finding import attribute
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.offering import keeps_from_offering
from jiaoban.handover.usecases.scene import over_accident
from jiaoban.kernel.act import Act
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import NotFound, Reason, Refusal
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack

_VERBS = {"handover.offer": "offer", "handover.sign": "sign"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A gate, a signature or a branch of attribution: its id, its clause, what it says."""

    id: str
    clause: str
    says: Words
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One moment of a past handover: what really happened, and what the pack would have said.

    `moment`: offer, sign, refused-offer, refused-sign or finding. `blocks`: what would have stopped what was done;
    `wants_reason`: what would have let it go on for a reason that nobody gave; `lets_pass`: what stopped it then and
    would not now; `attributed`: (side then, side now) where they differ, None now: the pack attributes nothing of the
    kind.
    """

    seq: int
    at: datetime
    moment: str
    handover: str
    post: str
    blocks: tuple[Rule, ...] = ()
    wants_reason: tuple[Rule, ...] = ()
    lets_pass: tuple[Rule, ...] = ()
    attributed: tuple[str, str | None] | None = None
    because: Rule | None = None

    @property
    def otherwise(self) -> bool:
        """Whether the pack would have changed anything here."""
        return bool(self.blocks or self.wants_reason or self.lets_pass or self.attributed)


Packs = Callable[[str], Pack]
"""The pack of a digest: that under which a past handover was opened."""


def replay(site: str, past: Iterable[Act], pack: Pack, packs: Packs, since: datetime | None = None) -> Iterator[Judged]:
    """Fold the acts of a site and judge each moment at or after `since` by the pack, in the order of the book."""
    book = MemoryBook(site)
    for _, command in groupby(past, key=lambda act: act.command):
        done = list(command)
        judged = _judge(book, done, pack, packs) if since is None or done[0].recorded_at >= since else None
        for act in done:
            book.fold(act)
        if judged is not None:
            yield judged


def _judge(book: MemoryBook, done: list[Act], pack: Pack, packs: Packs) -> Judged | None:
    for act in done:
        said = act.payload
        if isinstance(said, acts.Offered):
            return _passed(book, act, said.handover, "offer", pack)
        if isinstance(said, acts.Signed):
            return _signed(book, act, done, pack)
        if isinstance(said, acts.Found):
            return _found(act, said, pack)
        if isinstance(said, Refusal) and said.verb in _VERBS:
            return _refused(book, act, said, pack, packs)
    return None


def _passed(book: MemoryBook, act: Act, key: str, moment: str, pack: Pack) -> Judged | None:
    seen = _seen(book, act, key, pack)
    if seen is None:
        return None
    standing = tuple(_standing(seen, moment))
    return Judged(
        act.seq,
        act.recorded_at,
        moment,
        key,
        act.post,
        blocks=tuple(_gate(one) for one in standing if not _advisory(one)),
        wants_reason=tuple(_gate(one) for one in standing if _advisory(one)),
    )


def _signed(book: MemoryBook, act: Act, done: list[Act], pack: Pack) -> Judged | None:
    said = act.payload
    assert isinstance(said, acts.Signed)
    judged = _passed(book, act, said.handover, "sign", pack)
    if judged is None or not any(isinstance(one.payload, acts.Closed) for one in done):
        return judged
    wanting = _unsigned(book, said.handover, said.party, pack)
    return replace(judged, blocks=(*judged.blocks, *wanting))


def _unsigned(book: MemoryBook, key: str, last: str, pack: Pack) -> Iterator[Rule]:
    """Return the signatures that the pack wants besides those that closed the handover."""
    handover = queries.handover(book, key)
    assert handover is not None
    for wanted in pack.handover.signatures:
        if wanted.party != last and not has_signed(handover, pack, wanted.party):
            yield Rule(f"signature:{wanted.party}", wanted.clause, wanted.says)


def _refused(book: MemoryBook, act: Act, said: Refusal, pack: Pack, packs: Packs) -> Judged | None:
    """Return which reasons of a refusal by gates would not stand under the pack, and which others would.

    A gate that stood then and stands now makes a difference where it has become milder (a reason would have done) or
    harder (the reason that was wanted would not do).
    """
    moment = _VERBS[said.verb]
    seen = _seen(book, act, said.about, pack)
    reasons = [one for one in said.reasons if one.clause and ":" not in one.code and one.code != "signature-order"]
    if seen is None or not reasons:
        return None
    standing = over_accident(book, seen) or tuple(_standing(seen, moment))
    then = {one.code for one in reasons}
    milder = {gate.id for gate in packs(seen.handover.regime).handover.gates if gate.severity == "ADVISORY"}
    other = [one for one in standing if one.gate.id not in then or _advisory(one) != (one.gate.id in milder)]
    still = {one.gate.id for one in standing}
    return Judged(
        act.seq,
        act.recorded_at,
        f"refused-{moment}",
        said.about,
        act.post,
        blocks=tuple(_gate(one) for one in other if not _advisory(one)),
        wants_reason=tuple(_gate(one) for one in other if _advisory(one)),
        lets_pass=tuple(_reason(one) for one in reasons if one.code not in still),
    )


def _found(act: Act, said: acts.Found, pack: Pack) -> Judged:
    rule = next((one for one in pack.handover.attributions if one.kind == said.kind), None)
    if rule is None:
        return Judged(act.seq, act.recorded_at, "finding", said.handover, act.post, attributed=(said.side, None))
    now = attribute(rule, {**said.facts, "about": said.kind})
    return Judged(
        act.seq,
        act.recorded_at,
        "finding",
        said.handover,
        act.post,
        attributed=(said.side, now.to) if now.to != said.side else None,
        because=Rule(rule.id, now.clause, now.because),
    )


def _seen(book: MemoryBook, act: Act, key: str, pack: Pack) -> Assessment | None:
    """Return the handover as the pack sees it just before the act."""
    handover = queries.handover(book, key)
    if handover is None:
        return None
    try:
        place = org.place(book, act.post, act.recorded_at)
    except NotFound:
        return None
    seen = queries.assessment(book, place, handover, pack, act.recorded_at)
    if handover.regime == pack.digest:
        return seen
    return queries.assessment(book, place, _anew(handover, seen), pack, act.recorded_at)


def _anew(handover: Handover, seen: Assessment) -> Handover:
    """Return the handover with what its own pack had decided decided by the other: marks of lines, who came on time."""
    lead = seen.pack.handover.presence.lead
    presence = {
        person: one.model_copy(update={"on_time": timedelta(seconds=one.lead_s) >= lead})
        for person, one in handover.presence.items()
    }
    marked = marking(seen.pack, seen.facts)
    bodies = {key: (line.body, marked(line.body)) for key, line in handover.lines.items()}
    other = {
        key: handover.lines[key].model_copy(update={"body": new})
        for key, (old, new) in bodies.items()
        if new is not old
    }
    return handover.model_copy(update={"lines": {**handover.lines, **other}, "presence": presence})


def _standing(seen: Assessment, moment: str) -> Iterable[GateVerdict]:
    return keeps_from_offering(seen)[0] if moment == "offer" else seen.standing(moment)


def _gate(verdict: GateVerdict) -> Rule:
    gate = verdict.gate
    return Rule(gate.id, gate.clause, verdict.why, verdict.names)


def _advisory(verdict: GateVerdict) -> bool:
    """It wants a reason, and lets go on for it."""
    return verdict.gate.severity == "ADVISORY"


def _reason(reason: Reason) -> Rule:
    return Rule(reason.code, reason.clause, reason.why, reason.names)
