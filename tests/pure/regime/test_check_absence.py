"""What is wrong with a pack's absences is said with its place and what would be right."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from jiaoban.regime.load import Report, examine_bytes

HYDRO = Path(__file__).parents[3] / "regimes" / "hydro"


def _read(**changes: Any) -> Report:
    """hydro with its absences changed: a setting of the first kind, or (`kinds`, `recall`) a whole part."""
    files = {path.name: path.read_bytes() for path in HYDRO.glob("*.yaml")}
    said = yaml.safe_load(files["absence.yaml"])
    for name, value in changes.items():
        if name in said:
            said[name] = value
        else:
            said["kinds"][0][name] = value
    return examine_bytes({**files, "absence.yaml": yaml.safe_dump(said, allow_unicode=True).encode()})


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"approved_by": ["boss"]}, "kinds", "没有「boss」"),
        ({"exception_by": ["boss"], "notice": "P1D"}, "kinds", "没有「boss」"),
        ({"exception_by": ["supervisor"]}, "exception_by", "没有提前的要求"),
        ({"notice": "PT0S"}, "notice", "时长不合理"),
        ({"notice": "P367D"}, "notice", "时长不合理"),
        ({"by_day": True}, "by_day", "没有按天数的提前时间"),
        ({"by_day": True, "notice": "PT36H"}, "by_day", "没有按天数的提前时间"),
        ({"id": "trip"}, "kinds", "「trip」重复了"),
        ({"recall": {"clause": "hydro/4.2", "within": "PT0S"}}, "recall", "时长不合理"),
        ({"clause": "hydro/9.9"}, "clause", "没有「hydro/9.9」"),
        ({"kinds": []}, "kinds", ""),
    ],
)
def test_a_mistake_has_its_place(changes: dict[str, Any], place: str, says: str) -> None:
    report = _read(**changes)
    assert report.pack is None
    assert any(says in str(one) and place in str(one) and "absence.yaml" in str(one) for one in report.problems), [
        str(one) for one in report.problems
    ]


def test_figures_at_their_bounds_are_fine() -> None:
    for changes in ({"notice": "P366D"}, {"notice": "PT1S"}, {"by_day": True, "notice": "P1D"}):
        assert _read(**changes).pack is not None


def test_a_recall_without_numbers_is_doubtful() -> None:
    files = {path.name: path.read_bytes() for path in HYDRO.glob("*.yaml")}
    files["absence.yaml"] = files["absence.yaml"].replace(b"    reachable: true\n", b"")
    report = examine_bytes(files)
    assert report.pack is not None
    assert any("可能找不到人" in str(one) for one in report.warnings)
