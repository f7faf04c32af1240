"""Whatever the static check lets pass can be evaluated over any well-typed facts, known or not, without an error."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from jiaoban.regime.check_conditions import EVERY_ROW, Judge, Sight
from jiaoban.regime.conditions import Condition
from jiaoban.regime.evaluate import describe, evaluate, evaluate_row
from jiaoban.regime.facts import ROWS, SINGLE, Facts, Field, Value

READ: TypeAdapter[Any] = TypeAdapter(Condition)
SPANS = st.integers(-500_000, 500_000).map(lambda minutes: timedelta(minutes=minutes))
WRITTEN_SPANS = st.integers(0, 400_000).map(lambda minutes: f"PT{minutes}M")
NUMBERS = st.integers(-99, 99) | st.decimals(-99, 99, places=2, allow_nan=False)


@cache
def values(field: Field) -> st.SearchStrategy[Value]:
    """What a fact of this type can be; nothing is known always."""
    of: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(field.choices) if field.choices else st.sampled_from(["", "a", "ab"]),
        "flag": st.booleans(),
        "number": NUMBERS,
        "moment": st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
        "duration": SPANS,
    }
    return st.none() | of[field.type]


def single(fields: dict[str, Field], word: str) -> st.SearchStrategy[dict[str, Any]]:
    """A comparison of one of the fields, sensible by its type."""
    by_name = {name: _comparison(word, name, fields) for name in fields}
    return st.sampled_from(sorted(fields)).flatmap(by_name.__getitem__)


def _comparison(word: str, name: str, fields: dict[str, Field]) -> st.SearchStrategy[dict[str, Any]]:
    field = fields[name]
    texts = st.sampled_from(field.choices) if field.choices else st.sampled_from(["", "a"])
    others = [{word: other} for other, found in sorted(fields.items()) if found.type == field.type]
    moved = st.fixed_dictionaries({word: st.just(name)}, optional={"plus": WRITTEN_SPANS, "minus": WRITTEN_SPANS})
    by_type: dict[str, list[st.SearchStrategy[dict[str, Any]]]] = {
        "text": [st.fixed_dictionaries({"is": texts}), st.fixed_dictionaries({"in": st.lists(texts, max_size=2)}),
                 st.fixed_dictionaries({"contains": st.just("a")})],
        "flag": [st.fixed_dictionaries({"is_not": st.booleans()})],
        "number": [st.fixed_dictionaries({"at_least": st.integers(-5, 5) | st.sampled_from([-0.5, 0.1, 2.25])}),
                   st.fixed_dictionaries({"between": st.tuples(st.integers(-5, 0), st.integers(0, 5)).map(list)})],
        "moment": [st.fixed_dictionaries({"before": st.sampled_from(others)})],
        "duration": [st.fixed_dictionaries({"less_than": st.fixed_dictionaries({"span": WRITTEN_SPANS})})],
    }  # fmt: skip
    same = st.fixed_dictionaries({"is_not": st.sampled_from(others)})
    right = st.one_of(*by_type[field.type], same)
    left = moved if field.type in ("moment", "duration") else st.just({word: name})
    return st.tuples(left, right).map(lambda parts: {**parts[0], **parts[1]})


def over_rows(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    by_rows = {of: _over(of, inner) for of in ROWS}
    return st.sampled_from(sorted(ROWS)).flatmap(by_rows.__getitem__)


@cache
def _field(of: str) -> st.SearchStrategy[dict[str, Any]]:
    return single({**EVERY_ROW, **ROWS[of].fields}, "field")


def _over(of: str, inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    fields, one = {**EVERY_ROW, **ROWS[of].fields}, _field(of)
    where = one | st.lists(one | inner, max_size=2).map(lambda x: {"any": x})
    bounds = st.fixed_dictionaries({"at_least": st.integers(0, 3)}, optional={"at_most": st.integers(3, 4)})
    choice = {"of": st.just(of), "where": where}
    return st.one_of(
        st.fixed_dictionaries({"exists": st.fixed_dictionaries(choice)}),
        st.fixed_dictionaries({"none": st.fixed_dictionaries({"of": st.just(of)}, optional={"where": where})}),
        st.fixed_dictionaries({"every": st.fixed_dictionaries({**choice, "have": where})}),
        st.tuples(bounds, where).map(lambda x: {"count": {"of": of, "where": x[1], **x[0]}}),
        st.tuples(bounds, st.sampled_from(sorted(fields))).map(lambda x: {"distinct": {"of": of, "by": x[1], **x[0]}}),
    )


CONDITIONS = st.recursive(
    single(dict(SINGLE), "fact"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
        over_rows(inner),
    ),
    max_leaves=4,
)


KNOWN = st.fixed_dictionaries({name: values(field) for name, field in SINGLE.items()})
NAMES = st.lists(st.sampled_from(sorted(ROWS)), unique=True, max_size=4)
MADE = {
    name: st.lists(st.fixed_dictionaries({key: values(field) for key, field in of.fields.items()}), max_size=2)
    for name, of in ROWS.items()
}


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    rows = {}
    for name in draw(NAMES):
        made = draw(MADE[name])
        rows[name] = tuple({"id": f"{name}{n}", "title": name, **one} for n, one in enumerate(made))
    return Facts(single=draw(KNOWN), rows=rows, acts={})


FACTS = facts()
LINE = single(dict(ROWS["lines"].fields), "field")


@settings(max_examples=150, deadline=None)
@given(CONDITIONS, FACTS)
def test_a_checked_condition_never_fails_over_well_typed_facts(written: dict[str, Any], known: Facts) -> None:
    condition, judge = READ.validate_python(written), Judge()
    fixed = judge.judge(condition, Sight(SINGLE), ())
    trace = evaluate(condition, known)
    assert judge.found == []
    assert fixed is None or trace.holds is fixed
    assert condition.meets(known, None, None) is trace.holds
    assert trace.lines()
    assert describe(condition)
    assert not trace.holds or trace.culprits() == ()


@settings(max_examples=60, deadline=None)
@given(LINE, FACTS)
def test_a_row_is_chosen_exactly_when_its_condition_holds(written: dict[str, Any], known: Facts) -> None:
    condition = READ.validate_python({"all": [written, {"not": {"any": [{"not": written}]}}]})
    chosen = {str(one["id"]) for one in known.rows.get("lines", ()) if evaluate_row(condition, one, known).holds}
    found = evaluate(READ.validate_python({"none": {"of": "lines", "where": written}}), known)
    assert {str(one["id"]) for _, one in found.culprits()} == chosen


@settings(max_examples=60, deadline=None)
@given(CONDITIONS, FACTS)
def test_a_condition_means_the_same_after_it_was_stored(written: dict[str, Any], known: Facts) -> None:
    condition = READ.validate_python(written)
    again = READ.validate_json(READ.dump_json(condition, by_alias=True, exclude_none=True))
    assert again == condition
    assert evaluate(again, known).holds is evaluate(condition, known).holds


def test_a_decimal_survives_storing() -> None:
    condition = READ.validate_python({"fact": "incoming_count", "at_least": Decimal("0.10")})
    assert READ.validate_json(READ.dump_json(condition, by_alias=True, exclude_none=True)) == condition
