"""What a form can hold that no calendar and no interpreter can: it stays as typed, for the field to refuse."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from jiaoban.kernel.fields import Moment
from jiaoban.web import parse

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_moment_outside_of_the_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Moment).validate_python(parse.moment(text, "Asia/Shanghai", NOW))


def test_brackets_without_end_stay_text() -> None:
    text = "[" * 100_000
    assert parse._json(text) == text
