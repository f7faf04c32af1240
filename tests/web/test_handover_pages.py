"""The handover's pages for each side at each stage."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door, packs
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk, pack

pytestmark = pytest.mark.django_db
BASE = f"/s/{cast.SITE}/p/{POST}"


class Desks(Desk):
    """The desk over the database, and a browser for each person of it."""

    def __init__(self) -> None:
        packs.store(pack())
        super().__init__(store.found(cast.SITE))
        make_accounts()

    def client(self, who: cast.Member) -> Client:
        client = Client()
        client.login(username=who.username, password=who.password)
        return client

    def see(self, who: cast.Member, path: str, status: int = 200) -> str:
        door.clock = VirtualClock(self.now)
        answer = self.client(who).get(BASE + path, follow=True)
        assert answer.status_code == status, answer.content[:2000].decode()
        return str(answer.content.decode())

    def send(self, who: cast.Member, path: str, **fields: object) -> tuple[int, str]:
        door.clock = VirtualClock(self.now)
        self.sent = getattr(self, "sent", 0) + 1
        data = {"command": f"web-{self.sent}", "back": f"{BASE}/handover/{self.key}", **fields}
        answer = self.client(who).post(BASE + path, data)
        return answer.status_code, answer.content.decode()


@pytest.fixture
def desk() -> Iterator[Desks]:
    before = door.clock
    yield Desks()
    door.clock = before


def test_before_a_handover_the_holder_is_offered_to_prepare_one(desk: Desks) -> None:
    assert "handover.open" in desk.see(OUT, "/handover")
    assert "handover.open" not in desk.see(IN, "/handover")


@pytest.mark.parametrize("stage", ["open", "prepared", "offered", "reported", "ready"])
def test_every_stage_can_be_seen_by_everybody(desk: Desks, stage: str) -> None:
    getattr(desk, stage)()
    for who in (OUT, IN, LEAD, cast.AUDITOR, cast.HEAD):
        assert desk.key in desk.see(who, f"/handover/{desk.key}")
        desk.see(who, f"/handover/{desk.key}/sign")
        desk.see(who, f"/handover/{desk.key}/way-out")


@pytest.mark.parametrize("stage", ["open", "offered", "ready", "signed"])
def test_every_form_can_be_sent_without_a_script(desk: Desks, stage: str) -> None:
    getattr(desk, stage)()
    for who in (OUT, IN, LEAD):
        for path in ("/", f"/handover/{desk.key}", f"/handover/{desk.key}/sign", f"/handover/{desk.key}/way-out"):
            page = desk.see(who, path)
            forms = [form for form in re.findall(r"<form\b.*?</form>", page, re.S) if 'method="post"' in form]
            assert [form[:200] for form in forms if 'name="csrfmiddlewaretoken"' not in form] == []


def test_an_outsider_sees_nothing(desk: Desks) -> None:
    desk.open()
    desk.see(cast.OUTSIDER, f"/handover/{desk.key}", status=404)


def test_signing_too_early_shows_the_clauses(desk: Desks) -> None:
    desk.offered()
    form = {"account": OUT.username, "password": OUT.password, "content": desk.handover.content_digest()}
    status, page = desk.send(OUT, "/do/handover.sign", handover=desk.key, **form)
    assert status == 422
    assert "接班人还没有到岗" in page


def test_a_wrong_password_signs_nothing(desk: Desks) -> None:
    desk.ready()
    form = {"account": OUT.username, "password": "guess", "content": desk.handover.content_digest()}
    status, _ = desk.send(OUT, "/do/handover.sign", handover=desk.key, **form)
    assert (status, desk.handover.signatures) == (422, ())


def test_both_sign_on_one_terminal(desk: Desks) -> None:
    desk.ready()
    for who in (OUT, IN):
        form = {"account": who.username, "password": who.password, "content": desk.handover.content_digest()}
        status, page = desk.send(OUT, "/do/handover.sign", handover=desk.key, **form)
        assert status == 303, page
    assert desk.handover.ending == "SIGNED"


def test_the_record_stands_as_page_pdf_and_receipt(desk: Desks) -> None:
    desk.signed()
    desk.now += timedelta(minutes=1)
    assert "存证点" in desk.see(IN, f"/handover/{desk.key}/record")
    pdf = desk.client(IN).get(f"{BASE}/handover/{desk.key}/record.pdf")
    assert pdf.content.startswith(b"%PDF")
    seq = desk.handover.valid_signatures[0].seq
    receipt = desk.client(IN).get(f"{BASE}/handover/{desk.key}/receipt/{seq}")
    assert receipt.content.startswith(b"c2sp.org/tlog-proof@v1")


def test_the_record_files_what_was_done(desk: Desks) -> None:
    desk.ok("plant.register_custody", LEAD, custody_item="K1", name="厂房门钥匙", kind="KEY", expected=8)
    desk.signed()
    page = desk.see(IN, f"/handover/{desk.key}/record")
    assert f"07:48:00 查阅记录 {IN.name}" in page
    assert f"{LEAD.name}判定 良好" in page
    assert f"卫生区域已清扫：{OUT.name} 07:30:00" in page
    assert f"厂房门钥匙：应有 8，实有 8（{IN.name} 07:48:00）" in page
    assert f"{IN.name} 汇报：检查完毕，无异常" in page
    assert "本班工作已如实记录并交待清楚。" in page


def test_responsibility_is_one_sentence(desk: Desks) -> None:
    desk.signed()
    desk.now += timedelta(minutes=1)
    assert OUT.name in desk.see(IN, "/responsibility?at=2026-11-23T07:58:30")
    page = desk.see(IN, "/responsibility?at=2026-11-23T08:00:00")
    assert f"<strong>{IN.name}</strong>" in page


def test_a_line_is_acknowledged_with_its_read_back(desk: Desks) -> None:
    desk.ok("plant.open_matter", OUT, kind="DEFECT", title="2号机推力瓦温偏高", severity="MAJOR")
    desk.reported()
    key = next(key for key, line in desk.handover.lines.items() if line.body.kind == "DEFECT")
    path = f"/handover/{desk.key}/acknowledge"
    assert desk.send(IN, path, lines=key)[0] == 422
    assert desk.send(IN, path, lines=key, said="推力瓦温高，每半小时看一次")[0] == 303
    assert desk.handover.lines[key].acks[IN.key].read_back


def test_the_clock_of_the_page_is_the_sites(desk: Desks) -> None:
    desk.open()
    assert EIGHT.isoformat() in desk.see(OUT, f"/handover/{desk.key}")
