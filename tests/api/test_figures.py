"""What the API tells of figures: the shift's, bound files, samples."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.plant import background
from tests import cast, recorded
from tests.api.conftest import API, NOW, POST, Caller, told

LEAD, NIGHT = cast.LEADS["A"], cast.AT_CCR["A"]
PARAMETER: dict[str, Any] = {"name": "瓦温", "group": "机组", "high": "60", "schedule": "FREQ=HOURLY"}


@pytest.fixture
def lead(caller: Callable[[cast.Member], Caller]) -> Caller:
    made = caller(LEAD)
    told(made.post(f"{POST}/plant/register_parameter", {"parameter": "t1", **PARAMETER}))
    for hours, value in ((5, "61"), (4, "62"), (3, "55")):
        said = {"readings": [{"parameter": "t1", "value": value}], "at": NOW - timedelta(hours=hours, minutes=20)}
        told(made.post(f"{POST}/plant/read", said))
    return made


def test_what_the_figures_of_a_shift_come_to(lead: Caller) -> None:
    found = told(lead.get(f"{POST}/shift-figures"))
    assert found["shift"] == "2026-11-23.night"
    assert [one["state"] for one in found["scheduled"]] == [*["MISSING"] * 2, *["LATE"] * 3, *["MISSING"] * 3]
    (excursion,) = found["excursions"]
    assert (excursion["worst"], excursion["degree"], excursion["explained"]) == ("62", "H", False)
    assert excursion["until"] is not None
    assert found["totals"] == []


@pytest.mark.parametrize("shift", ["2026-11-23.none", "yesterday", "2026-13-01.night", "9999-12-31.night"])
def test_a_shift_that_there_is_not_is_not_found(lead: Caller, shift: str) -> None:
    assert lead.get(f"{POST}/shift-figures", shift=shift).status_code == 404


def test_a_file_of_samples_is_stored_bound_and_read(lead: Caller) -> None:
    background._done.clear()
    answer = lead.client.post(
        f"{API}/sites/{cast.SITE}/samples/files",
        {"file": SimpleUploadedFile("x.csv", recorded.tep(10))},
        headers=lead._headers(),
    )
    name = told(answer)["name"]
    mapping = {"heads": False, "every": "PT3M", "delimiter": "space", "columns": [{"column": 9, "parameter": "t1"}]}
    said = {"file": name, "source": "DCS", "mapping": mapping, "starts_at": NOW - timedelta(hours=1)}
    told(lead.post(f"{POST}/plant/bind_samples", said))
    (batch,) = told(lead.get(f"{POST}/sample-files"))
    assert (batch["count"], batch["source"], batch["mapping"]["heads"]) == (10, "DCS", False)
    background.tick(NOW)
    background._done.clear()
    span = {"since": (NOW - timedelta(hours=1)).isoformat(), "until": NOW.isoformat()}
    assert len(told(lead.get(f"{POST}/parameters/t1/samples", **span))) == 10
    assert len(told(lead.get(f"{POST}/parameters/t1/samples", **span, limit=3))) == 3


def test_a_broken_mapping_is_told_with_its_place(lead: Caller) -> None:
    said = {"file": "0" * 64, "source": "x", "mapping": {"columns": [{"column": 1}]}}
    answer = lead.post(f"{POST}/plant/bind_samples", said)
    assert answer.status_code == 400
    assert "mapping" in answer.content.decode()


def test_outsiders_see_no_samples(caller: Callable[[cast.Member], Caller], lead: Caller) -> None:
    stranger = caller(cast.OUTSIDER)
    for path in ("sample-files", "shift-figures", "parameters/t1/samples"):
        span = {"since": NOW.isoformat(), "until": NOW.isoformat()}
        assert stranger.get(f"{POST}/{path}", **span).status_code == 404
