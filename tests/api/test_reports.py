"""An enrolment office over the HTTP API: the daily report by 24 and the plans by 25, as another program reads them."""

from datetime import date

import pytest

from jiaoban.demo.description import Member
from jiaoban.report import background
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("mingde")
FIGURES = {"contacts": "20", "appointments": "3", "visits": "1", "deposits": "0", "sales": "1", "revenue": "3800.50"}
SAID = {**FIGURES, "said": "家长多问价格"}


def who(hall: Hall, name: str) -> Member:
    return hall.site.people[name]


def due(hall: Hall, names: tuple[str, ...] = ("wanglei", "linna", "zhaomin", "sunyue")) -> Member:
    """Somebody whom the roster has today."""
    found = hall.get(hall.lead, "/reports")
    return next(who(hall, one) for one in names if any(e["person"] == one and e["stand"] == "OPEN" for e in found))


def test_a_report_is_due_until_nine_and_says_how_it_stands(hall: Hall) -> None:
    one = due(hall.at("20:59:59"))
    before = next(e for e in hall.get(one, "/reports") if e["person"] == one.key and e["report"] == "daily-report")
    assert (before["stand"], before["answers"]) == ("OPEN", one.key)
    hall.ok(one, "report.submit", report="daily-report", values=SAID)
    there = hall.get(one, f"/reports/daily-report/{before['day']}/{one.key}")
    assert (there["stand"], there["values"]["revenue"], len(there["versions"])) == ("IN_TIME", "3800.50", 1)
    again = hall.at("21:00:01").no(one, "report.submit", report="daily-report", day=before["day"], values=SAID)
    assert set(again) == {"handed-in-already"}


def test_a_second_late_is_missing_for_the_supervisor_and_for_oneself(hall: Hall) -> None:
    one = due(hall.at("21:00:00"))
    day = next(e["day"] for e in hall.get(one, "/reports") if e["report"] == "daily-report")
    hall.at("21:00:01")
    assert (one.key, day) in [(e["person"], e["day"]) for e in hall.get(hall.lead, "/reports/missing")]
    assert {e["person"] for e in hall.get(one, "/reports/missing")} == {one.key}
    background.note(hall.site.code)
    hall.ok(hall.lead, "report.find_totals", report="daily-report", day=day, person=one.key, affected=True)
    path = f"/reports/daily-report/{day}/{one.key}"
    assert hall.get(one, path)["totals"]["affected"] is True
    other = next(member for name, member in hall.site.people.items() if name in ("fanbin", "yaoyuan") and member != one)
    assert hall.get(other, path)["totals"] is None, "what was found is for whom it concerns"


def test_the_month_adds_up_over_all_and_by_person(hall: Hall) -> None:
    one = due(hall.at("20:00"))
    hall.ok(one, "report.submit", report="daily-report", values=SAID)
    day = date.fromisoformat(next(e["day"] for e in hall.get(one, "/reports") if e["report"] == "daily-report"))
    found = hall.get(one, "/reports/daily-report/sums", month=f"{day:%Y-%m}")
    total, mine = found[0], next(e for e in found if e["person"] == one.key)
    assert mine["sums"]["revenue"] == "3800.50"
    assert float(total["sums"]["revenue"]) >= 3800.5
    assert hall.client(one).get(f"{hall.url}/reports/none/sums", {"month": f"{day:%Y-%m}"}).status_code == 404


def test_a_quiet_hour_is_noted_and_proposed(hall: Hall) -> None:
    one = due(hall.at("15:00"))
    hall.ok(one, "report.note_quiet", sort="learning", text="看新课程", minutes=30)
    day = next(e["day"] for e in hall.get(one, "/reports") if e["report"] == "daily-report")
    assert "看新课程" in hall.get(one, f"/reports/daily-report/{day}/{one.key}")["proposed"]["quiet"]
    assert [e["text"] for e in hall.get(one, "/reports/quiet", month=day[:7])] == ["看新课程"]


@pytest.mark.parametrize("values", [{}, {**SAID, "contacts": "很多"}, {**SAID, "strange": "1"}])
def test_a_report_that_makes_no_sense_is_no_act(hall: Hall, values: dict[str, str]) -> None:
    one = due(hall.at("20:00"))
    status, told = hall.send(one, "report.submit", report="daily-report", values=values)
    assert status == 400
    assert "values." in str(told)
