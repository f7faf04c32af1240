from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from jiaoban.kernel.fields import (
    KEY_LENGTH,
    MaybePhrase,
    MaybeText,
    Moment,
    NewKey,
    Phrase,
    Ref,
    Sha256,
    Text,
    joint_key,
)


def read(kind: Any, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Text, " 一\r\n二\r三 ", "一\n二\n三"),
        (MaybeText, " \n ", ""),
        (Phrase, "  1号机 ", "1号机"),
        (MaybePhrase, "", ""),
        (NewKey, "1号机-A_2", "1号机-A_2"),
    ],
)
def test_text_is_trimmed_and_kept(kind: object, typed: str, kept: str) -> None:
    assert read(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Phrase, "已合\u202e闸未"),
        (Text, "已合\u2067闸未"),
        (Text, " \r\n "),
        (Text, "x" * 4001),
        (Text, "a\x00b"),
        (Text, "a\ud83d"),
        (Phrase, "两\n行"),
        (Phrase, " "),
        (Ref, ""),
        (Ref, "a\tb"),
        (NewKey, "a.b"),
        (NewKey, "-a"),
        (NewKey, "a b"),
        (Sha256, "A" * 64),
        (Sha256, "a" * 64 + "\n"),
        (Moment, "2026-11-23T08:00:00"),
        (Moment, "0001-01-01T00:00:00Z"),
        (Moment, "1969-12-31T23:59:59Z"),
        (Moment, "2200-01-01T00:00:00Z"),
        (Moment, "9999-12-31T23:59:59Z"),
        (Moment, "9999-12-31T23:59:59-12:00"),
    ],
)
def test_what_a_book_cannot_hold_does_not_come_in(kind: object, typed: str) -> None:
    with pytest.raises(ValidationError):
        read(kind, typed)


def test_a_moment_is_taken_over_as_utc() -> None:
    moment = read(Moment, "2026-11-23T08:00:00+08:00")
    assert isinstance(moment, datetime)
    assert (moment, moment.tzinfo) == (datetime(2026, 11, 23, tzinfo=UTC), UTC)


def test_a_joint_key_fits_a_row_and_tells_its_parts_apart() -> None:
    assert joint_key("hall", "report", "2026-11-23.D") == "hall.report.2026-11-23.D"
    long = joint_key("a" * KEY_LENGTH, "b")
    assert len(long) == 64
    assert long != joint_key("a" * KEY_LENGTH, "c")
