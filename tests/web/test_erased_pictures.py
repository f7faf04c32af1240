"""A customer who is erased takes their pictures along: the bytes go, the acts stay, and everything says so."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jiaoban.archive import writing
from jiaoban.kernel.clock import VirtualClock
from jiaoban.lead.aftersales_tables import CARES
from jiaoban.ledger import background, erasing, files, rebuild
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
CARE = f"{BASE}/aftersales"
ANSWERS = {"learning": "跟得上", "mood": "很独特的话", "satisfaction": "满意", "difficulties": "无"}
Committing = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def desk(data: Path) -> WebDesk:
    made = WebDesk(PACK)
    made.at("08:10")
    return made


def sold(desk: WebDesk, number: str) -> str:
    said = {"number": number, "name": "刘女士", "way": "phone", "result": "interested", "back": CARE}
    assert desk.send(IN, "lead.open", **said) == 303
    lead = str(max(desk.book.acts(), key=lambda act: act.seq).payload.lead)  # type: ignore[attr-defined]
    assert desk.send(IN, "lead.sell", lead=lead, amount="6800", back=CARE) == 303
    return lead


def care(desk: WebDesk, lead: str, colour: str) -> str:
    """Write a contact down with a picture; return the name of the picture."""
    into = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(into, "PNG")
    door.clock = VirtualClock(desk.now)
    desk.sent += 1
    data = {"command": f"care-{desk.sent}", "back": f"{CARE}/customers/{lead}", "form": "care", "lead": lead}
    data |= {f"answers.{name}": text for name, text in ANSWERS.items()}
    photo = SimpleUploadedFile("any.png", into.getvalue(), "image/png")
    assert desk.client(IN).post(f"{CARE}/done", {**data, "photo": photo}).status_code == 303
    found = max(desk.book.find(CARES, lead=lead), key=lambda one: one.act)
    return found.photos[0]


def seen(desk: WebDesk, lead: str, photo: str, small: str = "", who: cast.Member = IN) -> int:
    key = next(one.key for one in desk.book.find(CARES, lead=lead) if photo in one.photos)
    answer = desk.client(who).get(f"{CARE}/contacts/{key}/{photo}{small}")
    if answer.status_code == 200:
        assert answer["Cache-Control"] == "private, no-store", "no device keeps what may have to be erased"
    return answer.status_code


def erase(desk: WebDesk, lead: str) -> None:
    assert desk.send(cast.HEAD, "lead.erase", lead=lead, reason="客户要求", back=CARE) == 303


def remarked(site: str = cast.SITE) -> set[str]:
    report = verify(site)
    assert report.good, report.findings
    return {one.place.removeprefix("files/").replace("/", "") for one in report.remarks if one.code == "erased"}


def test_pictures_of_an_erased_customer_are_gone_and_those_another_one_has_too_stay(
    desk: WebDesk, django_capture_on_commit_callbacks: Committing, tmp_path: Path
) -> None:
    lead, other = sold(desk, "139 0000 0001"), sold(desk, "139 0000 0002")
    own, shared = care(desk, lead, "teal"), care(desk, lead, "red")
    assert care(desk, other, "red") == shared
    assert {seen(desk, lead, photo, small) for photo in (own, shared) for small in ("", "/small")} == {200}
    assert files.small_path_of(own).exists()
    assert remarked() == set()
    with django_capture_on_commit_callbacks(execute=True):
        erase(desk, lead)
    assert not files.path_of(own).exists()
    assert not files.small_path_of(own).exists(), "nor is there a small picture of it"
    assert files.sound(shared), "another customer's act names it as well"
    assert {seen(desk, lead, photo, small) for photo in (own, shared) for small in ("", "/small")} == {404}
    assert seen(desk, other, shared) == 200
    page = desk.see(IN, f"/aftersales/customers/{lead}")
    assert "内容和图片已按客户要求删除" in page
    assert own not in page
    assert "划除</summary>" not in page, "nothing more is written of them"
    assert remarked() == {own}, "erased, not lost"
    rebuild.rebuild(cast.SITE)
    assert remarked() == {own}
    manifest = writing.write(tmp_path / "copy.tar.gz", datetime(2026, 11, 23, tzinfo=UTC))
    assert manifest.lost == 0
    assert {own, shared} & {one.sha256 for one in manifest.entries} == {shared}
    with django_capture_on_commit_callbacks(execute=True):
        erase(desk, other)
    assert not files.path_of(shared).exists(), "nobody is left whose it is"
    assert remarked() == {own, shared}


def test_what_a_crash_left_behind_goes_when_the_server_starts_and_is_in_no_backup(
    desk: WebDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = sold(desk, "139 0000 0001")
    own = care(desk, lead, "teal")
    erase(desk, lead)
    assert files.path_of(own).exists(), "nothing was committed here, as if the program had ended"
    report = verify(cast.SITE)
    assert report.good
    assert "内容还在" in str(next(one for one in report.remarks if one.code == "erased"))
    manifest = writing.write(tmp_path / "copy.tar.gz", datetime(2026, 11, 23, tzinfo=UTC))
    assert own not in {one.sha256 for one in manifest.entries}
    started: list[str] = []
    monkeypatch.setattr(erasing, "_settle_beside", started.append)
    background.tick(desk.now)
    assert eventually(lambda: started == ["default"]), "the loop has it done beside itself"
    [mark] = erasing.owed()
    erasing.settle()
    assert not files.path_of(own).exists()
    assert remarked() == {own}
    assert not mark.exists()
    background.tick(desk.now)
    assert (erasing.owed(), len(started)) == ([], 1)


def test_an_erasure_that_was_not_committed_leaves_nothing_to_do(desk: WebDesk, data: Path) -> None:
    erasing.mark(cast.SITE, desk.book.size)
    (mark,) = (data / "erasing").iterdir()
    erasing.settle()
    assert mark.exists(), "it may be committed in a moment"
    sold(desk, "139 0000 0001")
    erasing.settle()
    assert not mark.exists()


def test_in_a_large_book_the_files_go_beside_the_server(
    desk: WebDesk, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Committing
) -> None:
    lead = sold(desk, "139 0000 0001")
    own = care(desk, lead, "teal")
    monkeypatch.setattr(erasing, "AT_ONCE", 3)
    with django_capture_on_commit_callbacks(execute=True):
        erase(desk, lead)
    assert files.path_of(own).exists()
    assert len(erasing.owed()) == 1
    erasing.settle()
    assert not files.path_of(own).exists()


def eventually(holds: Callable[[], bool]) -> bool:
    """Say whether something holds within five seconds."""
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_a_picture_that_is_lost_is_still_said_to_be_lost(desk: WebDesk) -> None:
    lead, other = sold(desk, "139 0000 0001"), sold(desk, "139 0000 0002")
    care(desk, lead, "teal")
    kept = care(desk, other, "red")
    erase(desk, lead)
    files.drop(kept)
    assert [one.code for one in verify(cast.SITE).findings] == ["file"]


def test_merged_and_then_erased_all_pictures_go(desk: WebDesk, django_capture_on_commit_callbacks: Committing) -> None:
    lead, other = sold(desk, "139 0000 0001"), sold(desk, "139 0000 0002")
    first, second = care(desk, lead, "teal"), care(desk, other, "red")
    assert desk.send(LEAD, "lead.merge", lead=lead, into=other, reason="同一个人", back=CARE) == 303
    assert "归谁按两份合起来算" in desk.see(IN, f"/leads/{other}")
    part = desk.see(IN, f"/leads/{lead}")
    assert f"{BASE}/leads/{other}" in part
    assert "经过都在并入的那一位名下" in part
    assert "不属于任何人" not in part
    with django_capture_on_commit_callbacks(execute=True):
        erase(desk, other)
    assert not files.path_of(first).exists()
    assert not files.path_of(second).exists()


def test_the_folder_of_the_month_holds_no_picture_of_an_erased_customer(desk: WebDesk) -> None:
    lead, other = sold(desk, "139 0000 0001"), sold(desk, "139 0000 0002")
    care(desk, lead, "teal")
    care(desk, other, "red")
    erase(desk, lead)
    door.clock = VirtualClock(desk.now)
    said = {"command": "out-1", "month": "2026-11", "person": "", "as": "zip"}
    answer = desk.client(LEAD).post(f"{CARE}/file", said)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as folder:  # type: ignore[attr-defined]
        names = folder.namelist()
        assert sum(name.endswith(".png") for name in names) == 1
        (contents,) = (folder.read(name).decode() for name in names if name.endswith(".txt"))
    assert "缺失" not in contents
