"""Static checks over several rules: what can never happen, although each rule reads well by itself."""

from collections.abc import Iterator
from itertools import combinations

from jiaoban.kernel.words import Words
from jiaoban.regime.chinese import in_chinese
from jiaoban.regime.evaluate import describe
from jiaoban.regime.findings import Check, Finding, walk
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Gate, Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.reach import Known, contradiction, decided, demands

PEOPLE_SIGN = {"outgoing": "signed_by_outgoing", "incoming": "signed_by_incoming"}
UNSIGNED: Known = {fact: frozenset([False]) for fact in PEOPLE_SIGN.values()}
AT_OFFER: Known = {**UNSIGNED, "offered": frozenset([False]), "stage": frozenset(["DRAFT", "SUSPENDED", "REFUSED"])}
AT_SIGNING: Known = {**UNSIGNED, "offered": frozenset([True]), "stage": frozenset(["OFFERED"])}
OPEN = frozenset(["DRAFT", "OFFERED", "SUSPENDED", "REFUSED"])
CHANGE = Words(zh="改一处条件，或改 stops。", en="Change a condition, or what it stops.")


def _waiting(pack: Pack) -> Iterator[Finding]:
    """A gate that waits for what it stops itself: no record is ever offered, or nobody can ever sign."""
    for place, gate in enumerate(pack.handover.gates):
        path: Path = ("handover", "gates", place, "clear_when")
        if gate.severity != "HARD" or gate.yields is not None:
            continue
        if "offer" in gate.stops and decided(gate.clear_when, AT_OFFER) is False:
            yield _error(
                path,
                "这道关拦着交班，却要交了班以后才成立：谁也交不出去。",
                "This gate stops the offer and only clears after it: no record can ever be offered.",
                Words(zh="stops 只写 [sign],或改条件。", en="Write stops: [sign] alone, or change the condition."),
            )
        elif "sign" in gate.stops and decided(gate.clear_when, AT_SIGNING) is False:
            yield _error(
                path,
                "签字的时候这道关不会成立：谁也签不了字。",
                "This gate stops the signing and cannot clear then: nobody can ever sign.",
                Words(
                    zh="签字时记录已交出、还没有人签字；按这个时候改条件。",
                    en="At the signing the record is offered and nobody has signed; change the condition to fit.",
                ),
            )


def _contradictions(pack: Pack) -> Iterator[Finding]:
    """Two hard gates that stop the same moment and cannot both be clear, where neither says when it gives way."""
    hard = [
        (place, gate)
        for place, gate in enumerate(pack.handover.gates)
        if gate.severity == "HARD" and gate.yields is None
    ]
    wanted = {place: tuple(demands(gate.clear_when)) for place, gate in hard}
    for (one, first), (other, second) in combinations(hard, 2):
        if set(first.stops) & set(second.stops):
            alone = contradiction(wanted[one]) or contradiction(wanted[other])
            if not alone and contradiction((*wanted[one], *wanted[other])):
                yield _contradicting(other, first, second)


def _contradicting(place: int, first: Gate, second: Gate) -> Finding:
    return _error(
        ("handover", "gates", place, "clear_when"),
        f"「{second.id}」和「{first.id}」互相矛盾：一道放行，另一道就拦住。",
        f'"{second.id}" and "{first.id}" contradict each other: whenever one clears, the other blocks.',
        Words(
            zh=f"「{first.id}」要求：{in_chinese(first.clear_when)}。改其中一道，或用 yields 写明哪一条优先。",
            en=f'"{first.id}" asks for: {describe(first.clear_when)}. Change one, or say with yields which precedes.',
        ),
    )


def _steps_in_time(pack: Pack) -> Iterator[Finding]:
    """A step whose condition can only hold when the handover is over."""
    last = pack.handover.signatures[-1].party if pack.handover.signatures else ""
    only_last = sum(one.party == last for one in pack.handover.signatures) == 1
    known: dict[str, frozenset[object]] = {"stage": frozenset(OPEN)}
    if last in PEOPLE_SIGN and only_last:
        known[PEOPLE_SIGN[last]] = frozenset([False])
    for place, step in enumerate(pack.handover.steps):
        if step.when is not None and decided(step.when, known) is False:
            yield _error(
                ("handover", "steps", place, "when"),
                "这一步要等交接结束才成立，没有人能完成。",
                "This step waits for the end of the handover: nobody can ever do it.",
                Words(
                    zh="步骤都在最后一个签字之前；改条件，或删去这一步。",
                    en="All steps come before the last signature; change the condition, or remove the step.",
                ),
            )


def _filled(pack: Pack) -> Iterator[Finding]:
    """A section or a field that nobody can fill, and sections that may stay empty although they are required."""
    handover = pack.handover
    for place, section in enumerate(handover.sections):
        drawn = {draw.source for draw in section.draws}
        for number, field in enumerate(section.fields):
            if field.required and "hand" not in field.of and not set(field.of) & drawn:
                yield _error(
                    ("handover", "sections", place, "fields", number, "of"),
                    f"本栏没有「{', '.join(field.of)}」来的行，没有人能填「{field.id}」。",
                    f'No line of this section comes from {", ".join(field.of)}: nobody can fill "{field.id}".',
                    Words(
                        zh="在 draws 里加这个来源，或把 of 改为 [hand]。",
                        en="Add that source to draws, or write of: [hand].",
                    ),
                )
    looked = {getattr(part, "of", None) for gate in handover.gates for _, part in walk(gate.clear_when)}
    for place, section in enumerate(handover.sections):
        if section.required and "sections" not in looked and not section.draws:
            yield Finding(
                ("handover", "sections", place, "id"),
                Words(
                    zh=f"没有关卡看栏目：「{section.id}」没人填也能交班。",
                    en=f'No gate looks at sections: "{section.id}" can stay empty.',
                ),
                Words(
                    zh="加一道关：none: {of: sections, where: {field: complete, is: false}}。",
                    en="Add a gate: none: {of: sections, where: {field: complete, is: false}}.",
                ),
                error=False,
            )
    if handover.record is not None:
        for name in ("written_by", "offered_by"):
            if set(getattr(handover.record, name)) <= {"third"}:
                yield _error(
                    ("handover", "record", name),
                    "第三方不登录：记录没有人能写、能交。",
                    "A third party does not log in: nobody can write or offer the record.",
                    Words(zh="写 outgoing、incoming 或 supervisor。", en="Write outgoing, incoming or supervisor."),
                )


def _exits_for_people(pack: Pack) -> Iterator[Finding]:
    """Ways out that only a third party may take."""
    exits = pack.handover.exits
    if exits and any(one.by for one in exits) and all(set(one.by) <= {"third"} for one in exits):
        yield _error(
            ("handover", "exits"),
            "出路都只有第三方能走，而第三方不登录。",
            "Every way out is for a third party alone, which does not log in.",
            Words(zh="至少一种让 outgoing 或 supervisor 能走。", en="Let outgoing or supervisor take one of them."),
        )


REACH_CHECKS: tuple[Check, ...] = (_waiting, _contradictions, _steps_in_time, _filled, _exits_for_people)
