"""Alarm lists: paired with their returns, gathered so that a chattering tag is one entry."""

from datetime import UTC, datetime, timedelta

import pytest

from jiaoban.kernel.tongue import CHINESE
from jiaoban.plant.rules.alarms import Gathered, gather, hour_of, read, spelled
from jiaoban.plant.rules.texts import Unreadable
from tests import recorded


def utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}"


def gathered(content: bytes) -> dict[tuple[str, int], Gathered]:
    found = read(content, utc)
    assert not found.faults
    return {(one.tag, one.window.hour): one for one in gather(found.messages, hour_of)}


def test_a_chattering_tag_is_one_entry_of_an_hour() -> None:
    found = gathered(recorded.alarms())
    assert set(found) == {("PIC7", 8), ("LIC12", 8), ("TIC9", 8)}
    chatter = found["PIC7", 8]
    assert (chatter.count, chatter.returned, chatter.open) == (12, 12, False)
    assert (chatter.longest, chatter.longest_at) == (timedelta(seconds=170), datetime(2024, 5, 1, 8, 55, tzinfo=UTC))
    assert spelled(chatter, clock, CHINESE) == (
        "报警 PIC7 H（反应器压力高）：08:00:00 至 08:57:50 共 12 次，最长 2 分 50 秒（08:55:00 起）。"
    )


def test_one_that_stays_and_one_that_returns_later() -> None:
    found = gathered(recorded.alarms())
    assert spelled(found["LIC12", 8], clock, CHINESE) == "报警 LIC12 LL（液位低低）：08:10:00 报警，尚未恢复。"
    assert (
        spelled(found["TIC9", 8], clock, CHINESE)
        == "报警 TIC9 H（温度高）：08:50:00 报警，09:20:00 恢复，历时 30 分 0 秒。"
    )


def test_no_message_of_the_shared_lists_is_lost() -> None:
    names = [f"dcs-alarms/deadband_{number}.csv" for number in (1, 10, 14)]
    for content in recorded.real(*names):
        found = read(content, utc)
        assert not found.faults
        entries = gather(found.messages, hour_of)
        assert sum(one.count for one in entries) == sum(not one.returned for one in found.messages)
        assert len(entries) <= len(found.messages)


def test_the_end_of_the_calendar_is_a_fault() -> None:
    text = b"timestamp,tag,type,description\n9999-12-31 23:59:59,T1,H,x\n"
    found = read(text, lambda at: utc(at) + timedelta(hours=1))
    assert [(one.line, one.column) for one in found.faults] == [(2, "at")]


def test_a_list_can_be_moved_to_another_day() -> None:
    begins = datetime(2026, 11, 22, 3, tzinfo=UTC)
    found = read(recorded.alarms(), utc, begins)
    assert min(one.at for one in found.messages) == begins


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("0,yesterday,T1,H,x", "at"),
        ("0,2024-05-01 08:00:00,,H,x", "tag"),
        ("0,2024-05-01 08:00:00,T1,X,x", "type"),
        ("0,2024-05-01 08:00:00,T1,H XX,x", "type"),
        ("0,2024-05-01 08:00:00,T1,,x", "type"),
        ("0,2024-05-01 08:00:00,T1,H,a\x07b", "description"),
        ("0", "at"),
    ],
)
def test_a_line_that_cannot_be_read_has_its_place(line: str, column: str) -> None:
    found = read(f",timestamp,tag,type,description\n{line}\n".encode(), utc)
    assert [(one.line, one.column) for one in found.faults] == [(2, column)]
    assert found.faulty == 1


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04", b'timestamp,tag,type,description\n"x'])
def test_what_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read(content, utc)


def test_a_return_without_a_type_ends_every_alarm_of_its_tag() -> None:
    text = "timestamp,tag,type,description\n2024-05-01 08:00:00,T1,H,x\n2024-05-01 08:05:00,T1,NR,x\n"
    (one,) = gather(read(text.encode(), utc).messages, hour_of)
    assert (one.open, one.longest) == (False, timedelta(minutes=5))
