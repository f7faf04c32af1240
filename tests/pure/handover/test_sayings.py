"""What a refusal or an error says: who it is for, what is wrong, what would be right."""

from dataclasses import replace
from typing import Any

import pytest

from jiaoban.handover.assess import listing
from jiaoban.handover.usecases.opening import Open
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import perform
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_whose_part_it_is_names_the_people(desk: Desk) -> None:
    desk.prepared()
    refusal = desk.do("handover.offer", IN).refusal
    assert refusal is not None
    assert OUT.name in refusal.reasons[0].why.zh
    assert OUT.name in refusal.reasons[0].why.en


def test_a_step_that_waits_for_what_is_not_there_ends_its_sentence(desk: Desk) -> None:
    desk.reported().read().confirm_all()
    desk.ok("handover.complete_step", IN, step="ask")
    desk.count_custody()
    desk.ok("handover.complete_step", IN, step="inspect")
    refusal = desk.do("handover.complete_step", LEAD, step="hold-meetings").refusal
    assert refusal is not None
    assert refusal.reasons[0].why.zh == "「班前、班后会」的条件还没有满足。"


def test_what_the_regime_names_is_named_in_both_languages(desk: Desk) -> None:
    desk.open()
    refusal = desk.do("handover.offer", OUT).refusal
    assert refusal is not None
    for reason in refusal.reasons:
        for section in desk.pack.handover.sections:
            assert section.title.zh not in reason.why.en, reason


def test_a_sentence_that_somebody_wrote_loses_its_full_stop_in_a_list() -> None:
    assert listing(("滤水器排污。", "清扫。")) == Words(zh="滤水器排污、清扫", en="滤水器排污, 清扫")
    assert listing(("检修",), ("Work",)) == Words(zh="检修", en="Work")


def test_only_who_confirms_can_be_spared_a_confirmation(desk: Desk) -> None:
    desk.open()
    with pytest.raises(BadInput) as wrong:
        desk.do("handover.waive", LEAD, point="hygiene-seen", party="outgoing", reason="不用看")
    assert wrong.value.where == "party"


def test_only_the_relief_can_be_reported_as_late(desk: Desk) -> None:
    desk.open()
    with pytest.raises(BadInput) as wrong:
        desk.do("handover.report_relief", OUT, person=LEAD.key, text="没有来")
    assert wrong.value.where == "person"
    desk.ok("handover.report_relief", OUT, person=IN.key, text="没有来")


def test_a_post_without_a_regime_says_so(desk: Desk) -> None:
    desk.now = EIGHT.replace(year=2019)
    place = org.place(desk.book, POST, desk.now)
    outcome = perform(
        desk.book,
        "handover.open",
        Open(),
        actor=SYSTEM,
        place=replace(place, regime=""),
        now=desk.now,
        command="without-regime",
        packs=lambda _digest: desk.pack,
    )
    assert outcome.refusal is not None
    assert outcome.refusal.reasons[0].code == "no-regime"


@pytest.mark.parametrize(
    ("verb", "said", "where"),
    [
        ("handover.answer", {"question": "none-such", "text": "答"}, "question"),
        ("plant.open_matter", {"kind": "DEFECT", "title": "渗油", "equipment": "none-such"}, "equipment"),
        (
            "plant.count",
            {"occasion": "x", "counts": [{"custody_item": "none-such", "found": 1}]},
            "counts.0.custody_item",
        ),
        ("plant.read", {"readings": [{"parameter": "none-such", "value": "1"}]}, "readings.0.parameter"),
        ("logbook.amend", {"entry": "none-such", "text": "改", "reason": "错"}, "entry"),
        ("followup.close", {"followup": "none-such", "result": "完"}, "followup"),
    ],
)
def test_what_is_not_there_is_named(desk: Desk, verb: str, said: dict[str, Any], where: str) -> None:
    desk.open()
    with pytest.raises(NotFound) as missing:
        desk.do(verb, OUT, **said)
    assert missing.value.where == where
