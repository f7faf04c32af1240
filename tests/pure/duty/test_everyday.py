"""Reading the regime, observing conduct, and checklists by person."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.duty import checking, reading
from jiaoban.duty import queries as duty
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.starts import Start
from jiaoban.org.args import AdoptRegime
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner
from tests.pure.duty.office import DAY, PACK, ROOT, Office, changed, duties

TEN = Office.moment("10:00")
FINE = ["tidy", "dust"]


def _readers(office: Office, days: int = 0) -> dict[str, bool]:
    now = Office.moment("10:00", days)
    place = office.place(now)
    pack = office.packs(place.regime)
    return {one.person: one.read_at is not None for one in reading.readers(office.book, place, pack, now)}


def _other_version(office: Office, version: str, day: int, **more: Any) -> None:
    head = office.pack.head.model_copy(update={"version": version, "effective_from": Start(DAY + timedelta(days=day))})
    pack = changed(office.pack, head=head, **more)
    office.known[pack.digest] = pack
    said = AdoptRegime.of(pack, pack.head.effective_from).model_dump()
    office.ok(TEN, "system", "org.adopt_regime", "", **said)


def test_a_new_version_asks_everybody_again_when_it_comes_into_force() -> None:
    office = Office()
    office.ok(TEN, "li", "duty.acknowledge_regime", version=PACK.head.version)
    _other_version(office, "9.9.9", day=1)
    li = office.key("li")
    assert _readers(office)[li]
    assert not _readers(office, days=1)[li]
    assert office.refused(TEN, "wang", "duty.acknowledge_regime", version="9.9.9") == "another-version"
    office.ok(Office.moment("10:00", 1), "li", "duty.acknowledge_regime", version="9.9.9")
    assert _readers(office, days=1)[li]


def test_the_time_to_read_a_new_version_begins_with_it() -> None:
    office = Office()
    _other_version(office, "9.9.9", day=1)
    now = Office.moment("10:00", 1)
    place = office.place(now)
    (due_at,) = {one.due_at for one in reading.readers(office.book, place, office.packs(place.regime), now)}
    assert due_at == Office.moment("00:00", 8)


def test_who_comes_later_has_their_own_time_to_read_it() -> None:
    office = Office()
    office.ok(TEN, "system", "org.add_person", "", person="new", name="新来", username="new")
    office.ok(TEN, "system", "org.grant", "", person="new", role="OPERATOR", post="desk")
    later = Office.moment("10:00", 6)
    place = office.place(later)
    found = {one.person: one for one in reading.readers(office.book, place, office.pack, later)}
    assert found["new"].due_at == TEN + timedelta(days=7)
    assert not found["new"].late(later)
    assert found[office.key("li")].late(later)


def test_who_works_elsewhere_reads_nothing_here() -> None:
    office = Office()
    assert office.key("fixer") not in _readers(office)
    assert office.key("boss") in _readers(office)
    with pytest.raises(NotAllowed):
        office.do(TEN, "head", "duty.acknowledge_regime", version=PACK.head.version)


def test_a_regime_that_does_not_ask_is_not_acknowledged() -> None:
    office = Office(changed(PACK, duties=duties(reading=None)))
    assert _readers(office) == {}
    with pytest.raises(BadInput):
        office.do(TEN, "li", "duty.acknowledge_regime", version=PACK.head.version)


def test_an_observation_is_of_somebody_of_the_post() -> None:
    office = Office()
    said = {"conduct": "speech", "text": "在工位大声喧哗", "good": False}
    office.ok(TEN, "boss", "duty.observe", person=office.key("li"), **said)
    office.ok(TEN, "head", "duty.observe", person=office.key("boss"), **said)
    with pytest.raises(NotFound):
        office.do(TEN, "boss", "duty.observe", person=office.key("fixer"), **said)
    assert [one.person for one in duty.observations(office.book, "desk", office.key("li"))] == [office.key("li")]
    assert len(duty.observations(office.book, "desk")) == 2
    assert duty.observations(office.book, "repairs") == []
    assert [one.clause for one in duty.observations(office.book, "desk")] == ["kefu/1-5"] * 2


def test_an_observation_of_another_post_is_not_withdrawn_here() -> None:
    office = Office()
    key = office.ok(TEN, "boss", "duty.observe", person=office.key("li"), conduct="dress", good=False, text="拖鞋")
    with pytest.raises(NotFound):
        office.do(TEN, "head", "duty.withdraw_observation", "repairs", observation=key, reason="别处")


def test_nobody_withdraws_what_was_observed_of_themselves() -> None:
    office = Office()
    said = {"conduct": "dress", "good": False, "text": "拖鞋"}
    key = office.ok(TEN, "head", "duty.observe", person=office.key("boss"), **said)
    assert office.refused(TEN, "boss", "duty.withdraw_observation", observation=key, reason="没有") == "oneself"
    office.ok(TEN, "head", "duty.withdraw_observation", observation=key, reason="看错")


def test_who_is_on_leave_has_no_checklist() -> None:
    office = Office()
    before = Office.moment("10:00", -1)
    times = {"from_at": Office.moment("13:00"), "until_at": Office.moment("17:31")}
    leave = office.ok(before, "li", "absence.ask", kind="leave", reason="看病", **times)
    office.ok(before, "boss", "absence.approve", absence=leave)
    place = office.place(TEN)
    found = [one.person for one in checking.turns(office.book, place, office.packs, DAY, DAY + timedelta(days=1))]
    assert found == [office.key("wang")]
    assert office.refused(TEN, "li", "duty.fill_in", checklist="desk", fine=FINE) == "checklist-not-due"


def test_a_checklist_is_judged_by_the_version_of_its_day() -> None:
    office = Office()
    _other_version(office, "9.9.9", day=1, duties=duties(checklists=()))
    later = Office.moment("10:00", 1)
    found = checking.turns(office.book, office.place(later), office.packs, DAY, DAY + timedelta(days=1))
    assert len(found) == 2, "the version of Friday has one, whatever the next one says"


def test_a_name_that_the_regime_does_not_have_is_bad_input() -> None:
    office = Office()
    for said in ({"checklist": "kitchen", "fine": FINE}, {"checklist": "desk", "fine": [*FINE, "ceiling"]}):
        with pytest.raises(BadInput):
            office.do(TEN, "li", "duty.fill_in", **said)
    assert office.book.size == Office().book.size, "nothing half done"


def test_findings_are_items_that_name_the_checklist() -> None:
    office = Office()
    outcome = office.do(TEN, "li", "duty.fill_in", checklist="desk", found={"tidy": "椅子坏了", "dust": "有灰"})
    assert [act.kind for act in outcome.acts] == ["duty.filled_in", "followup.opened", "followup.opened"]
    filled, first, second = (act.payload for act in outcome.acts)
    assert [one.item for one in filled.found] == [first.followup, second.followup]  # type: ignore[attr-defined]
    assert {first.origin, second.origin} == {"desk"}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({"checklists": {"rrule": "FREQ=DAILY"}}, {"周五当班的每个人都有一张卫生检查表，不当班的没有"}),
        (
            {"escalates": [{"to": "supervisor"}, {"to": "head", "after": "PT1S"}]},
            {"一过时限报主管，只记一次；再过一天整还不到部门负责人"},
        ),
    ],
    ids=["how-often-desk-hygiene", "which-time-limit"],
)
def test_another_reading_changes_the_scenarios_that_it_should_and_no_others(
    change: dict[str, object], fails: set[str]
) -> None:
    said = duties().model_dump(mode="json", by_alias=True, exclude_none=True)
    if "escalates" in change:
        said["items"]["escalates"] = change["escalates"]
    else:
        said["checklists"][0] |= change["checklists"]
    pack = changed(PACK, duties=duties(**said))
    folder: Path = ROOT / "regimes" / "kefu"
    results = Runner(pack).run(read(folder, pack).cases)
    assert {one.case.scenario.name for one in results if not one.passed} == fails
