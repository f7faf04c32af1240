"""The pages of periodic duties and meetings: photographs, months, minutes, and the files that can be saved."""

import io
import re
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jiaoban.duty import queries
from jiaoban.handover import queries as handover
from jiaoban.kernel.refusal import BadInput
from prove.station import picture
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station
from tests.web.test_works_pages import do, issue, see, send


def test_a_duty_is_done_with_a_photograph(station: Station, as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    page = see(client, f"{CCR}/duties")
    found = re.search(r'name="shift" value="([^"]+)"', page)
    assert found is not None
    shift = found[1]
    photo = SimpleUploadedFile("a.png", picture(Random(0), 8), "image/png")
    said = {"duty": "shift-report", "shift": shift, "note": "已报", "photo": photo}
    assert send(client, f"{CCR}/duties/done", f"{CCR}/duties", **said) == 303
    known = queries.one(station.visit(night).book, cast.CCR, "shift-report", shift)
    assert known is not None
    (name,) = known.photos
    address = f"{CCR}/duties/{known.key}/photo/{name}"
    assert address in see(client, f"{CCR}/duties")
    assert client.get(address)["Content-Type"].startswith("image/")
    assert client.get(f"{CCR}/duties/{known.key}/photo/{'0' * 64}").status_code == 404
    assert as_person(cast.OUTSIDER).get(address).status_code == 404
    month = see(client, f"{CCR}/duties/month")
    assert f"{night.name}" in month
    assert "逾期未做" in month
    assert "未到时限" in month


def test_an_excuse_carries_photographs_and_keeps_them_once_the_duty_is_done(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    client = as_person(night)
    found = re.search(r'name="shift" value="([^"]+)"', see(client, f"{CCR}/duties"))
    assert found is not None
    why, done = (SimpleUploadedFile("a.png", picture(Random(seed), 8), "image/png") for seed in (1, 2))
    duty = {"duty": "ledgers", "shift": found[1]}
    said = {**duty, "reason": "台账室锁着，见照片", "photo": why}
    assert send(client, f"{CCR}/duties/excused", f"{CCR}/duties", **said) == 303
    known = queries.one(station.visit(night).book, cast.CCR, "ledgers", found[1])
    assert known is not None
    (name,) = known.excuse_photos
    address = f"{CCR}/duties/{known.key}/photo/{name}"
    page = see(client, f"{CCR}/duties")
    assert "台账室锁着，见照片" in page
    assert address in page
    assert client.get(address)["Content-Type"].startswith("image/")
    assert as_person(cast.OUTSIDER).get(address).status_code == 404
    assert send(client, f"{CCR}/duties/done", f"{CCR}/duties", **duty, note="补写", photo=done) == 303
    known = queries.one(station.visit(night).book, cast.CCR, "ledgers", found[1])
    assert known is not None
    assert (known.excuse_photos, len(known.photos)) == ((name,), 1)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("way", ["done", "excused"])
def test_a_picture_that_is_not_there_cannot_be_named(station: Station, night: cast.Member, way: str) -> None:
    verb, words = {"done": ("duty.do", {"note": "x"}), "excused": ("duty.excuse", {"reason": "x"})}[way]
    with pytest.raises(BadInput):
        station.do(night, verb, duty="ledgers", photos=["0" * 64], **words)


def test_no_picture_is_no_photograph(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    bad = SimpleUploadedFile("a.png", b"no picture", "image/png")
    fields = {"command": "bad-photo", "form": "do-ledgers", "back": f"{CCR}/duties", "duty": "ledgers", "note": "写了"}
    response = client.post(f"{CCR}/duties/done", {**fields, "photo": bad})
    assert response.status_code == 422
    assert "写了" in response.content.decode()


@pytest.mark.parametrize(
    ("month", "status"), [("2026-02", 200), ("2028-02", 200), ("2026-13", 404), ("x", 404), ("1800-01", 404)]
)
def test_months(as_person: Browser, night: cast.Member, month: str, status: int) -> None:
    assert as_person(night).get(f"{CCR}/duties/month?month={month}").status_code == status


def test_the_minutes_of_a_meeting_can_be_read(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    station.do(night, "handover.open")
    running = handover.current(station.visit(night).book, cast.CCR)
    assert running is not None
    key = station.do(lead, "meeting.open", kind="PRE", occasion=running.key)
    people = [{"person": night.key, "present": False, "note": "去库房"}, {"person": lead.key, "present": True}]
    station.do(lead, "meeting.call_roll", meeting=key, people=people)
    client = as_person(night)
    assert f"未到：{night.name}（去库房）" in see(client, f"{CCR}/meetings/{key}/minutes")
    assert f"{CCR}/meetings/{key}/minutes" in see(client, f"{CCR}/meetings/{key}")
    assert "未到 1 人" in see(client, f"{CCR}/meetings")
    assert client.get(f"{CCR}/meetings/none/minutes").status_code == 404


def test_what_the_pages_list_can_be_saved(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    client, head = as_person(night), as_person(lead)
    assert do(client, "plant.open_matter", kind="PERMIT", title="=换垫", number="P-1") == 303
    assert issue(head, title="规定", posts=[cast.CCR]) == 303
    order = re.search(rf"{HERE}/orders/([^\"?]+)\"><strong>规定", see(head, f"{HERE}/orders?show=current"))
    assert order is not None
    for who, address, word in (
        (client, f"{CCR}/plant/works", "=换垫"),
        (head, f"{CCR}/custody/file", "主厂房钥匙"),
        (head, f"{HERE}/orders/{order[1]}/readers", night.name),
        (client, f"{CCR}/duties/file", "2026-11-23"),
    ):
        text = who.get(f"{address}/csv").content.decode("utf-8-sig")
        assert word in text
        assert "\n=" not in text
        assert ",=" not in text
        sheet = load_workbook(io.BytesIO(who.get(f"{address}/xlsx").content)).active
        assert sheet is not None
        assert any(word in str(cell) for row in sheet.values for cell in row)
        assert who.get(f"{address}/pdf").status_code == 404
    assert client.get(f"{CCR}/custody/file/csv").status_code == 403
    assert client.get(f"{HERE}/orders/{order[1]}/readers/csv").status_code == 403


def test_why_a_duty_was_not_done_stands_in_the_reason_that_the_handover_asks_for(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    station.do(night, "handover.open")
    running = handover.current(station.visit(night).book, cast.CCR)
    assert running is not None
    client = as_person(night)

    def asked() -> str:
        page = see(client, f"{CCR}/handover/{running.key}")
        form = re.search(r'<form[^>]+id="state-duties-done-reason".*?</form>', page, re.DOTALL)
        assert form is not None
        return form[0]

    assert "台账室锁着" not in asked()
    said = {"duty": "ledgers", "shift": running.shift, "reason": "台账室锁着"}
    assert send(client, f"{CCR}/duties/excused", f"{CCR}/duties", **said) == 303
    assert "台账室锁着" in asked()
    assert "填报运行日报" not in asked(), "nobody has said why this one is not done"
