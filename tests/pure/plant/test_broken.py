"""Five hundred broken files and figures: each is refused or marked with a place and a sentence, none is a crash."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import presets
from jiaoban.plant.rules import alarms
from jiaoban.plant.rules.drawing import need_sound
from jiaoban.plant.rules.numbers import figure
from jiaoban.plant.rules.samples import Fault, survey
from jiaoban.plant.rules.texts import Unreadable
from tests import broken, recorded

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SOUND = 24 * 2 - 8


def _told(line: int, zh: str, en: str) -> None:
    assert line >= 1
    assert zh.endswith(("。", "”", "」"))
    assert en


def _refused(error: BadInput) -> None:
    assert error.where == "readings.0.value"
    assert error.wrong.zh
    assert error.right.zh


def _all_told(faults: list[Fault]) -> None:
    for one in faults:
        _told(one.line, one.says.zh, one.says.en)


@pytest.mark.parametrize("number", range(200))
def test_a_broken_file_of_samples(number: int) -> None:
    content = broken.sample_file(number)
    try:
        tally = survey(content, presets.preset("yangtze").mapping, "Asia/Shanghai", starts_at=None, now=NOW)
    except Unreadable as error:
        _told(error.line, error.says.zh, error.says.en)
        return
    _all_told(tally.faults)
    assert tally.count <= 2 * SOUND, "a line that was doubled counts once"
    if tally.faulty or not tally.count:
        with pytest.raises(BadInput):
            need_sound(tally, leave_out=False)


@pytest.mark.parametrize("number", range(150))
def test_a_broken_alarm_list(number: int) -> None:
    try:
        found = alarms.read(broken.alarm_list(number), lambda at: at.replace(tzinfo=UTC))
    except Unreadable as error:
        _told(error.line, error.says.zh, error.says.en)
        return
    _all_told(found.faults)
    assert sum(one.count for one in alarms.gather(found.messages, alarms.hour_of)) <= 2 * len(found.messages)


@pytest.mark.parametrize("number", range(250))
def test_a_broken_figure(number: int) -> None:
    typed = broken.figure(number)
    try:
        value = figure(typed, "readings.0.value")
    except BadInput as error:
        _refused(error)
        return
    assert value.is_finite()
    assert abs(value) < Decimal(10) ** 16


def test_the_sound_ones_are_taken() -> None:
    tally = survey(recorded.yangtze(8), presets.preset("yangtze").mapping, "Asia/Shanghai", starts_at=None, now=NOW)
    assert (tally.count, tally.faulty) == (SOUND, 0)
