"""What a text that contains a piece is filed under, the text itself is filed under."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.pieces import Needed, filed_under, needed

texts = st.text(st.sampled_from("甲乙瓦温aAßİ号1 _.，\n"), max_size=12)


def test_pairs_and_last_characters() -> None:
    assert filed_under("1号机 瓦温, Pump") == {"1号", "号机", "机", "瓦温", "温", "pu", "um", "mp", "p"}


@pytest.mark.parametrize(
    ("piece", "wanted"),
    [
        ("瓦温", Needed(("瓦温",))),
        ("PUMP", Needed(("pu", "um", "mp"))),
        ("号 瓦温", Needed(("瓦温",))),
        ("温", Needed((), "温")),
        ("。", None),
        ("", None),
    ],
)
def test_needed(piece: str, wanted: Needed | None) -> None:
    assert needed(piece) == wanted


@given(texts, texts, texts)
def test_no_text_that_contains_a_piece_is_missed(before: str, piece: str, after: str) -> None:
    asked, filed = needed(piece), filed_under(before + piece + after)
    if asked is not None:
        assert set(asked.pairs) <= filed
        assert any(one.startswith(asked.start) for one in filed)
