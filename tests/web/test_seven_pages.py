"""The regime of the seven through the browser: both report in, checks have results, movements count, both sign."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.org import door
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from prove.station import picture
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db


@cache
def seven() -> Pack:
    return load(Path(__file__).parents[2] / "regimes" / "seven")


class Post(WebDesk):
    """The patrol post under the regime of the seven, with a browser for each person; the night read every hour."""

    def __init__(self) -> None:
        super().__init__(seven())
        self.at("00:00").ok("plant.register_parameter", LEAD, parameter="p", name="排气压力", unit="MPa", group="air")
        self.ok("plant.register_custody", LEAD, custody_item="oil", name="润滑油", kind="MATERIAL", expected=6)
        for hour in range(8):
            self.at(f"{hour:02}:00").ok("plant.read", OUT, readings=[{"parameter": "p", "value": "0.7"}])
        self.at("07:30").open()

    def offered(self) -> "Post":
        """Both are at the post, the record is whole and offered."""
        self.done(OUT, "handover.report_in", ready="true")
        cleaned = {"fields.equipment": "已擦", "fields.site": "已扫"}
        self.done(OUT, "handover.write_line", section="cleaning", text="班末打扫", **cleaned)
        for section in ("equipment", "faults", "undone", "shift-work"):
            if not any(line.body.section == section for line in self.handover.lines.values()):
                self.done(OUT, "handover.nothing", section=section)
        self.done(OUT, "handover.offer")
        self.done(IN, "handover.report_in", ready="true")
        return self

    def received(self) -> "Post":
        """Everything of the incoming side is done."""
        self.offered().done(IN, "handover.declare_fitness", fitness="FIT")
        self.done(OUT, "handover.judge_fitness", person=IN.key, fitness="FIT")
        self.ok("handover.acknowledge", IN, lines=list(self.handover.lines))
        for row in self.assess().rows("confirmations"):
            who = OUT if row["party"] == "outgoing" else IN
            result = {"result": "NORMAL"} if str(row["point"]).startswith("check-") else {}
            self.done(who, "handover.confirm", point=row["point"], **result)
        self.ok("plant.count", IN, occasion=self.key, counts=[{"custody_item": "oil", "found": 6}])
        return self


@pytest.fixture
def post() -> Iterator[Post]:
    before = door.clock
    yield Post()
    door.clock = before


def test_both_sides_are_asked_to_report_in(post: Post) -> None:
    assert "handover.report_in" in post.see(OUT)
    assert "handover.report_in" in post.see(IN)
    post.offered()
    assert "handover.report_in" not in post.see(OUT)


def test_the_outgoing_side_judges_the_state_of_mind(post: Post) -> None:
    post.offered()
    assert "handover.judge_fitness" in post.see(OUT)
    assert "handover.judge_fitness" not in post.see(IN)


def test_a_check_asks_for_its_result_and_for_a_word_when_it_is_not_normal(post: Post) -> None:
    page = post.offered().see(IN)
    for result in ("NORMAL", "ABNORMAL"):
        assert f'name="result" value="{result}"' in page
    check = {"point": "check-guards", "result": "ABNORMAL"}
    assert post.send(IN, "handover.confirm", handover=post.key, **check) == 422
    post.done(IN, "handover.confirm", note="护罩松动", **check)
    assert "接班人 不正常" in post.see(IN)
    assert "护罩松动" in post.see(IN, f"/handover/{post.key}/record")


def test_whoever_has_done_their_part_is_told_what_others_have_still_to_do(post: Post) -> None:
    post.offered()
    for row in post.assess().rows("confirmations"):
        if row["party"] == "outgoing":
            post.done(OUT, "handover.confirm", point=row["point"])
    post.done(IN, "handover.declare_fitness", fitness="FIT")
    post.done(OUT, "handover.judge_fitness", person=IN.key, fitness="FIT", note="")
    page = post.see(OUT)
    assert re.search(r'<h2 id="next-step-title">(.*?)</h2>', page)[1] == "等别人办理"  # type: ignore[index]
    assert "没有检查" in page
    mine, others = page.split('id="gates-title"')[1].split("等别人办的")
    assert "一交设备运行" not in mine
    assert "一交设备运行" in others
    assert "一交设备运行" in post.see(IN).split('id="gates-title"')[1].partition("等别人办的")[0]


def test_what_is_not_normal_is_shown_to_everybody_with_its_photograph(post: Post) -> None:
    post.offered()
    page = f"{BASE}/handover/{post.key}"
    photo = SimpleUploadedFile("a.png", picture(Random(0), 8), "image/png")
    check = {"handover": post.key, "point": "check-guards", "result": "ABNORMAL"}
    said = {"command": "photo-1", "back": page, "next": page, **check, "photo": photo}
    assert post.client(IN).post(f"{page}/confirm", said).status_code == 303
    (name,) = post.handover.photos
    for who in (IN, OUT, LEAD):
        seen = post.see(who)
        before, _, folded = seen.partition("confirmations-others")
        assert "接班人 不正常" in before
        assert "接班人 不正常" not in folded
        assert f"{page}/thumbnail/{name}" in before
        for kind in ("photo", "thumbnail"):
            assert post.client(who).get(f"{page}/{kind}/{name}")["Content-Type"].startswith("image/")
    assert f"{page}/photo/{name}" in post.see(LEAD, f"/handover/{post.key}/record")
    assert "照片 1 张" in post.see(LEAD, f"/handover/{post.key}/record")
    assert post.client(IN).get(f"{page}/photo/{'0' * 64}").status_code == 404
    assert post.client(cast.OUTSIDER).get(f"{page}/photo/{name}").status_code == 404


def test_a_file_that_is_no_photograph_leaves_what_was_typed(post: Post) -> None:
    post.offered()
    page = f"{BASE}/handover/{post.key}"
    check = {"handover": post.key, "point": "check-guards", "result": "ABNORMAL", "note": "护罩松动"}
    form = "confirm-check-guards-ABNORMAL"
    said = {"command": "photo-2", "back": page, "form": form, **check, "photo": SimpleUploadedFile("a.png", b"none")}
    answer = post.client(IN).post(f"{page}/confirm", said)
    assert answer.status_code == 422
    assert "护罩松动" in answer.content.decode()
    assert not post.handover.photos


def test_the_record_says_what_the_fields_of_a_line_say_and_who_offered_it(post: Post) -> None:
    record = post.offered().see(LEAD, f"/handover/{post.key}/record")
    for said in ("设备卫生：已擦", "场地卫生：已扫", f"{OUT.name} 07:30:00"):
        assert said in record


def test_what_was_used_up_is_recorded_at_the_register(post: Post) -> None:
    assert "plant.move_custody" in post.see(OUT, "/custody")
    used = {"custody_item": "oil", "movement": "USED", "number": 2, "reason": "补油"}
    assert post.send(OUT, "plant.move_custody", **used) == 303
    assert [row["expected"] for row in post.assess().rows("custody")] == [4]


def test_a_refusal_is_shown_to_the_leader_with_its_clause(post: Post) -> None:
    post.offered().done(IN, "handover.refuse", ground="faults-not-told", text="隐患没讲")
    page = post.see(LEAD)
    assert "隐患没讲" in page
    assert "二、2" not in page
    assert "三、2" in page
    assert post.handover.stage == "REFUSED"


def test_each_signs_on_the_shared_terminal_with_their_own_password(post: Post) -> None:
    post.received()
    assert post.blocked() == set()
    said = {"account": IN.username, "password": OUT.password, "content": post.handover.content_digest()}
    assert post.send(OUT, "handover.sign", handover=post.key, **said) == 422
    for who in (OUT, IN):
        said = {"account": who.username, "password": who.password, "content": post.handover.content_digest()}
        post.done(OUT, "handover.sign", **said)
    assert (post.handover.ending, {one.by for one in post.handover.signatures}) == ("SIGNED", {OUT.key, IN.key})
    assert len({one.content for one in post.handover.signatures}) == 1
