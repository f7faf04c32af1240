"""The sentences for values that make no sense."""

from typing import Any

import pytest
from pydantic import ValidationError

from jiaoban.fund import usecases as _fund  # noqa: F401 - declares the verbs
from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.wrong import wrong
from jiaoban.lead import usecases as _lead  # noqa: F401
from jiaoban.plant import usecases as _plant  # noqa: F401 - declares the verbs


def said(**given: object) -> dict[str, str]:
    verb = find_verb("plant.open_matter")
    assert verb is not None
    with pytest.raises(ValidationError) as caught:
        verb.args.model_validate(given)
    return {str(one["loc"][0]): wrong(one["type"], one.get("ctx") or {}).zh for one in caught.value.errors()}


def test_a_choice_that_there_is_not_names_the_choices() -> None:
    assert "ANOMALY, DEFECT" in said(kind="BANANA", title="渗油")["kind"]


def test_an_empty_text_is_to_be_filled_in() -> None:
    assert said(kind="DEFECT", title="  ")["title"] == "请填写或选择。"


@pytest.mark.parametrize(
    ("verb", "field", "value", "words"),
    [
        ("fund.ask", "amount", "3000.555", "金额最多两位小数。"),
        ("fund.ask", "amount", "三千", "金额请用数字填写，如 3000 或 3000.50。"),
        ("fund.ask", "amount", 0.1, "金额请用数字填写，如 3000 或 3000.50。"),
        ("fund.ask", "amount", "-1", "金额应在 0 到 999999999.99 之间。"),
        ("fund.ask", "amount", "1e999999999", "金额应在 0 到 999999999.99 之间。"),
        ("fund.ask", "amount", "-0", "金额应大于 0。"),
        ("fund.ask", "purpose", "推\u202e广", "含有不能写入的符号 U+202E，请去掉。"),
        ("lead.sell", "amount", "3000.555", "最多 2 位小数。"),
        ("lead.sell", "at", "9999-12-31T23:59:59Z", "日期超出了日历（1970 至 2199 年）。"),
    ],
)
def test_what_is_wrong_with_a_sum_a_sign_or_a_moment_is_said(verb: str, field: str, value: Any, words: str) -> None:
    known = find_verb(verb)
    assert known is not None
    with pytest.raises(ValidationError) as caught:
        known.args.model_validate({field: value})
    [one] = [each for each in caught.value.errors() if each["loc"][0] == field]
    assert wrong(one["type"], one.get("ctx") or {}).zh == words
