"""The sentences for values that make no sense."""

import pytest
from pydantic import ValidationError

from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.wrong import wrong
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
