"""Each of the likeliest mistakes is found where it stands, with reason and remedy; mended, it is gone."""

import pytest

from tests.mistaken import OTHERS, Mistake
from tests.mistakes import MISTAKES, found, good, made, said


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.title.en)
def test_a_mistake_is_told_with_place_reason_and_remedy(mistake: Mistake) -> None:
    problem = said(mistake)
    assert problem.file == (mistake.file if not mistake.at.startswith("version") else "pack.yaml")
    line = made(mistake)[problem.file].split("\n")[problem.line - 1]
    assert problem.column > 0
    assert line.startswith(mistake.at), line
    for words in (problem.wrong, problem.right):
        assert words.zh
        assert words.en
        assert not words.en.startswith("Input should")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.title.en)
def test_a_serious_mistake_keeps_the_pack_from_being_used(mistake: Mistake) -> None:
    problems, warnings = found(made(mistake), after=mistake.after)
    assert bool(problems) == mistake.serious
    assert mistake.serious or warnings


def test_without_a_mistake_nothing_is_told() -> None:
    assert found(good()) == ([], [])
    for name, text in OTHERS.items():
        assert found({**good(), name: text}) == ([], [])


def test_there_are_at_least_twenty_of_them() -> None:
    assert len({one.title.en for one in MISTAKES}) == len(MISTAKES) >= 20
