"""One value, one sequence of bytes: also for what is written without a walk through it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.canon import canonical, encoded, reread

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=6),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=4), part, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_is_written_reads_as_it_was(value: object) -> None:
    assert encoded(value) == canonical(value)
    assert reread(encoded(value)) == value


@pytest.mark.parametrize("figure", [0.5, -1.0, 1e300, 2.0])
def test_a_float_is_refused_on_either_way(figure: float) -> None:
    with pytest.raises(TypeError, match=r"\$\.a\[1\]: float"):
        canonical({"a": [1, figure]})
    with pytest.raises(TypeError, match="is a float"):
        reread(encoded({"a": [1, figure]}))


def test_a_key_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="key 1 is not a string"):
        canonical({1: "a"})
