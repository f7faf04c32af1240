"""Whatever order facts arrive in, and whatever people do: cases count by when they happened, and no step is skipped."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiaoban.conduct import acts, queries
from jiaoban.conduct.rules.standing import standing
from jiaoban.conduct.tables import CASES
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from tests.pure.conduct.conftest import Office, office

READY = office()
PEOPLE = ("李娜", "王蕾")


def _copy() -> Office:
    return Office(READY.pack, READY.world, READY.book.copy(), READY.now)


def _counted(desk: Office) -> dict[tuple[str, str], tuple[bool | None, int, int, str]]:
    """How every case stands, by whose it is and when it happened: what may not depend on when it became known."""
    there = queries.seen(desk.book, desk.book.find(CASES), desk.world.packs, desk.world.zone, desk.now)
    return {
        (one.case.person, one.case.happened_at.isoformat()): (
            one.stands.counts,
            one.stands.nth,
            one.stands.step,
            one.proposed_words.zh,
        )
        for one in there
        if one.stands is not None
    }


HAPPENED = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(1, 600), st.sampled_from(["0", "5", "6", "30"]), st.booleans()),
    min_size=1,
    max_size=7,
    unique_by=lambda one: one[1],
)


@settings(deadline=None, max_examples=60)
@given(happened=HAPPENED, data=st.data())
def test_the_order_in_which_cases_become_known_changes_nothing(happened: list[Any], data: st.DataObject) -> None:
    stood = []
    for order in (happened, data.draw(st.permutations(happened))):
        desk, late = _copy(), []
        for who, minutes, length, reported in order:
            told_later = data.draw(st.booleans())
            facts = {"minutes": length} if told_later else {"minutes": length, "reported": str(reported).lower()}
            matter = desk.record("private-calls", who, ago=minutes, facts=facts)
            if told_later:
                late.append((matter, who, reported))
        for matter, who, reported in data.draw(st.permutations(late)):
            said = {"fact": "reported", "value": str(reported).lower(), "reason": "问过"}
            desk.ok("conduct.find", "张主管", case=matter, person=desk.key(who), **said)
        stood.append(_counted(desk))
    assert stood[0] == stood[1]


LIKELY = {"decide": "OPEN", "appeal": "DECIDED", "revise": "DECIDED", "rule": "APPEALED"}
"""Where a move has something to do, it is mostly done there."""
MOVES = st.sampled_from(
    [*["record"] * 4, *["decide"] * 5, *["appeal", "rule", "revise"] * 2, "answer", "withdraw", "find", "wait"]
)
MOVE = st.tuples(MOVES, st.integers(0, 9), st.integers(0, 4), st.integers(1, 600))


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(moves=st.lists(MOVE, min_size=12, max_size=40))
def test_no_sequence_of_acts_skips_a_step(moves: list[tuple[str, int, int, int]]) -> None:
    desk = _copy()
    for move, which, step, minutes in moves:
        before = desk.book.size
        try:
            _do(desk, move, which, step, minutes)
        except (BadInput, NotFound, NotAllowed):
            continue
        for act in desk.book.acts(before):
            if isinstance(act.payload, acts.Decided | acts.Revised | acts.AppealRuled):
                _no_step_is_skipped(desk, act.payload)


def _do(desk: Office, move: str, which: int, step: int, minutes: int) -> None:
    if move == "wait":
        desk.later(days=step)
        return
    if move == "record":
        who = PEOPLE[which % 2]
        matter = desk.record("private-calls", who, ago=minutes, facts={"minutes": str(step + 4)})
        if which < 8:  # most are heard, so that much can be decided
            desk.ok("conduct.decline_to_answer", who, case=matter)
        return
    cases = desk.book.find(CASES)
    if not cases:
        return
    likely = [each for each in cases if move in LIKELY and each.status == LIKELY[move]]
    one = (likely or cases)[which % len(likely or cases)]
    said: dict[str, Any] = {"case": one.matter, "person": one.person}
    person = next(name for name in PEOPLE if desk.key(name) == one.person)
    chosen: dict[str, Any] = {} if step == 4 else {"step": step}
    match move:
        case "answer":
            desk.do("conduct.answer", person, **said, text="说明")
        case "decide":
            desk.do("conduct.decide", "张主管", **said, **chosen, reason="轻")
        case "revise":
            desk.do("conduct.revise", "郑经理", **said, **chosen, reason="轻")
        case "appeal":
            desk.do("conduct.appeal", person, **said, text="不对")
        case "rule":
            outcome = ("UPHELD", "ANNULLED", "CHANGED")[step % 3]
            other: dict[str, Any] = {"step": step} if outcome == "CHANGED" else {}
            desk.do(
                "conduct.rule_appeal", ("陈总", "郑经理")[which % 2], **said, outcome=outcome, reason="看过", **other
            )
        case "withdraw":
            desk.do("conduct.withdraw", "张主管", **said, reason="弄错")
        case _:
            value = "true" if step == 0 else "false"
            desk.do("conduct.find", "张主管", **said, fact="reported", value=value, reason="问过")


def _no_step_is_skipped(desk: Office, payload: acts.Decided | acts.Revised | acts.AppealRuled) -> None:
    one = next(each for each in queries.of_matter(desk.book, payload.matter) if each.person == payload.person)
    if isinstance(payload, acts.AppealRuled):
        assert payload.step <= one.decisions[-2].step
        return
    others = desk.book.find(CASES, person=one.person)
    ladder = queries.ladder_of(one, desk.world.packs)
    assert ladder is not None
    stands = standing(one, others, ladder, lambda each: queries.ladder_of(each, desk.world.packs), desk.world.zone)
    assert not stands.undecided
    assert payload.step <= payload.proposed <= len(stands.earlier) + 1
    assert payload.nth == len(stands.earlier) + 1
    assert all(each.happened_at <= one.happened_at for each in stands.earlier)


def test_the_clock_alone_decides_nothing() -> None:
    desk = _copy()
    matter = desk.record("private-calls", "李娜", facts={"minutes": "30"})
    size = desk.book.size
    desk.now += timedelta(days=365)
    assert (desk.seen(matter).case.status, desk.book.size) == ("OPEN", size)
