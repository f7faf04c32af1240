"""Forms: what is sent is done, what is refused comes back with everything typed, and nothing leads astray."""

import re
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from PIL import Image

from jiaoban.kernel.verbs import find_verb
from jiaoban.logbook.tables import ENTRIES, Entry
from jiaoban.plant.tables import MATTERS
from jiaoban.web.parse import arguments
from tests import cast
from tests.web.conftest import CCR, HERE, MORNING, Browser, Station

COMMAND = "0b5f1f3e-6d7c-4e0e-9d53-2f6f3f6c2a11"


def _newest(station: Station) -> Entry:
    return station.visit(cast.A_LEAD).book.find(ENTRIES, order=("-recorded_at",), limit=1)[0]


def test_the_quick_entry_writes_into_the_log(station: Station, as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "category": "ROUND", "text": "顶盖水位正常", "next": f"{CCR}/", "form": "quick"}
    response = as_person(night).post(f"{CCR}/write", said)
    assert (response.status_code, response.headers["Location"]) == (303, f"{CCR}/")
    assert _newest(station).text == "顶盖水位正常"


def test_a_form_sent_twice_counts_once(station: Station, as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "category": "ROUND", "text": "一次", "next": f"{CCR}/"}
    size = station.visit(night).book.size
    for _ in range(2):
        assert as_person(night).post(f"{CCR}/write", said).status_code == 303
    assert station.visit(night).book.size == size + 1


def test_a_category_with_a_matter_opens_it(station: Station, as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "category": "ANOMALY", "kind_ANOMALY": "ANOMALY", "text": "导轴承温度偏高\n65℃"}
    assert as_person(night).post(f"{CCR}/write", said).status_code == 303
    matter = station.visit(night).book.get(MATTERS, COMMAND)
    assert matter is not None
    assert (matter.title, matter.text) == ("导轴承温度偏高", "导轴承温度偏高\n65℃")


def test_a_mistake_keeps_what_was_typed(as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "category": "ROUND", "text": "x" * 4001, "next": f"{CCR}/", "form": "quick"}
    response = as_person(night).post(f"{CCR}/write", said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "内容：太长，最多 4000 个字。" in page
    assert "x" * 4001 in page


def test_a_refusal_says_why_and_what_lifts_it(as_person: Browser, lead: cast.Member) -> None:
    said = {"command": COMMAND, "what": "换滤网", "next": f"{CCR}/followups", "back": f"{CCR}/followups/new"}
    response = as_person(lead).post(f"{CCR}/do/followup.open", {**said, "form": "followup-new"})
    page = response.content.decode()
    assert response.status_code == 422
    assert response.headers["HX-Replace-Url"] == f"{CCR}/followups/new"
    assert "data-refusal" in page
    assert "「地点或对象」没有填写。" in page
    assert re.search(r'name="what"[^>]*>\s*换滤网', page)


def test_a_new_thing_is_shown_after_it_was_made(as_person: Browser, lead: cast.Member) -> None:
    told = {"what": "换灯", "where": "廊道", "state_so_far": "已报修", "next_step": "领料", "owner": lead.key}
    said = {**told, "due_at": "2026-11-24T08:00", "command": COMMAND, "next": f"{CCR}/followups/{{key}}"}
    response = as_person(lead).post(f"{CCR}/do/followup.open", said)
    assert response.headers["Location"] == f"{CCR}/followups/{COMMAND}"
    assert "换灯" in as_person(lead).get(response.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", f"/s/{cast.NEIGHBOUR}/", "/accounts/logout/",
     "javascript:alert(1)", f"{HERE}/../../accounts/logout/", f"\t//evil.example{HERE}/"],
)  # fmt: skip
def test_no_form_leads_away_from_its_site(as_person: Browser, night: cast.Member, elsewhere: str) -> None:
    said = {"command": COMMAND, "category": "ROUND", "text": "记录", "next": elsewhere}
    assert as_person(night).post(f"{CCR}/do/logbook.write", said).headers["Location"] == f"{HERE}/"


def test_a_refused_form_shows_no_page_of_another_site(as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "category": "ROUND", "text": "", "next": f"{CCR}/log", "back": "/accounts/logout/"}
    response = as_person(night).post(f"{CCR}/do/logbook.write", said)
    assert response.status_code == 422
    assert "<title>日志" in response.content.decode()


def test_a_form_without_the_token_of_its_page_is_refused(station: Station, db: None, night: cast.Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=night.username))
    assert client.post(f"{CCR}/do/logbook.write", {"text": "x"}).status_code == 403


@pytest.mark.parametrize(("member", "status"), [(cast.AUDITOR, 403), (cast.OUTSIDER, 404), (cast.ADMINISTRATOR, 403)])
def test_who_may_not_work_writes_nothing(
    station: Station, as_person: Browser, member: cast.Member, status: int
) -> None:
    size = station.visit(cast.A_LEAD).book.size
    said = {"command": COMMAND, "category": "ROUND", "text": "记录", "next": f"{CCR}/log"}
    assert as_person(member).post(f"{CCR}/do/logbook.write", said).status_code == status
    assert station.visit(cast.A_LEAD).book.size == size


def test_an_unknown_verb_is_not_found(as_person: Browser, night: cast.Member) -> None:
    assert as_person(night).post(f"{CCR}/do/logbook.burn", {}).status_code == 404
    assert as_person(night).get(f"{CCR}/do/logbook.write").status_code == 302


def test_a_signed_verb_wants_the_own_password(as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "handover": "h", "content": "c", "account": night.username, "password": "wrong"}
    response = as_person(night).post(f"{CCR}/do/handover.sign", {**said, "next": f"{CCR}/log"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "账号或密码不对" in page
    assert "wrong" not in page


def test_figures_are_read_from_the_grid(station: Station, as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "figure.up": "414.2", "form": "read", "next": f"{CCR}/readings"}
    client = as_person(night)
    assert client.post(f"{CCR}/readings/new", said).status_code == 303
    assert "超限" in client.get(f"{CCR}/readings").content.decode()
    bad = client.post(f"{CCR}/readings/new", {**said, "command": "another", "figure.up": "很高"})
    assert bad.status_code == 422
    assert 'value="很高"' in bad.content.decode()


def test_nothing_filled_in_is_no_reading(as_person: Browser, night: cast.Member) -> None:
    said = {"command": COMMAND, "figure.up": "", "form": "read", "next": f"{CCR}/readings"}
    assert as_person(night).post(f"{CCR}/readings/new", said).status_code == 422


def test_an_entry_is_amended_and_struck(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    entry = station.do(night, "logbook.write", category="ROUND", text="水位 431 m")
    address = f"{CCR}/log/{entry}"
    amended = {"command": COMMAND, "entry": entry, "text": "水位 413 m", "reason": "写反", "next": address}
    assert as_person(night).post(f"{CCR}/do/logbook.amend", amended).status_code == 303
    page = as_person(night).get(address).content.decode()
    assert "水位 431 m" in page
    assert "已更正" in page
    struck = {"command": "strike-1", "entry": entry, "reason": "重复", "next": address}
    assert as_person(lead).post(f"{CCR}/do/logbook.strike", struck).status_code == 303
    assert "已划除" in as_person(lead).get(address).content.decode()


def test_photographs_are_kept_and_shown_to_readers_only(
    as_person: Browser, station: Station, night: cast.Member
) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    picture.seek(0)
    picture.name = "a.png"
    said = {"command": COMMAND, "category": "ROUND", "text": "见照片", "photo": picture, "next": f"{CCR}/log"}
    assert as_person(night).post(f"{CCR}/write", said).status_code == 303
    entry = station.visit(night).book.get(ENTRIES, COMMAND)
    assert entry is not None
    address = f"{CCR}/log/{COMMAND}/photo/{entry.photos[0]}"
    shown = as_person(cast.AUDITOR).get(address)
    assert (shown.headers["Content-Type"], shown.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert shown.headers["Cache-Control"].startswith("private")
    assert as_person(night).get(address.replace("/photo/", "/thumbnail/")).headers["Content-Type"] == "image/webp"
    assert as_person(cast.OUTSIDER).get(address).status_code == 404
    assert as_person(night).get(f"{CCR}/log/{COMMAND}/photo/{'0' * 64}").status_code == 404


def picture(name: str = "a.jpg", kind: str = "JPEG", colour: str = "teal") -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (40, 30), colour).save(made, kind)
    made.seek(0)
    made.name = name
    return made


def test_photographs_of_a_matter_stand_in_its_story_and_in_the_entry_that_tells_of_it(
    as_person: Browser, station: Station, night: cast.Member
) -> None:
    said = {"command": COMMAND, "category": "DEFECT", "kind_DEFECT": "DEFECT", "text": "漏水", "photo": picture()}
    assert as_person(night).post(f"{CCR}/write", said).status_code == 303
    book = station.visit(night).book
    entry, matter = book.get(ENTRIES, f"{COMMAND}.log"), book.get(MATTERS, COMMAND)
    assert entry is not None
    assert matter is not None
    assert (entry.matter, len(entry.photos)) == (COMMAND, 1)
    assert matter.history[0].photos == entry.photos


@pytest.mark.parametrize("kind", ["DEFECT", "ACCIDENT", "ANOMALY"])
def test_the_page_of_a_matter_takes_photographs_with_every_turn(
    as_person: Browser, station: Station, night: cast.Member, kind: str
) -> None:
    client = as_person(night)
    page = f"{CCR}/plant/matters/{COMMAND}"
    new = client.get(f"{CCR}/plant/new?kind={kind}").content.decode()
    assert f'action="{CCR}/plant/new/open"' in new
    assert 'name="photo" type="file"' in new
    said = {"kind": kind, "title": "漏水", "text": "法兰滴水", "equipment": "G1", "severity": "MINOR"}
    first = [picture(colour="red"), picture("b.png", "PNG", "blue")]
    opened = client.post(f"{CCR}/plant/new/open", {"command": COMMAND, "photo": first, **said, "next": page})
    assert opened.status_code == 303, opened.content.decode()
    noted = {"command": "note-1", "matter": COMMAND, "text": "", "photo": picture(colour="green"), "next": page}
    assert client.post(f"{page}/note", noted).status_code == 303
    one = station.visit(night).book.get(MATTERS, COMMAND)
    assert one is not None
    state = one.life.after(one.state)[0]
    moved = {"command": "move-1", "matter": COMMAND, "state": state, "photo": picture(colour="black"), "next": page}
    assert client.post(f"{page}/advance", moved).status_code == 303
    one = station.visit(night).book.get(MATTERS, COMMAND)
    assert one is not None
    assert [len(turn.photos) for turn in one.history] == [2, 1, 1]
    shown = as_person(cast.AUDITOR).get(page).content.decode()
    for name in one.photos:
        assert f'src="{page}/thumbnail/{name}"' in shown
        assert as_person(cast.AUDITOR).get(f"{page}/photo/{name}").headers["Content-Type"].startswith("image/")
        assert as_person(cast.AUDITOR).get(f"{page}/thumbnail/{name}").headers["Content-Type"] == "image/webp"
        assert as_person(cast.OUTSIDER).get(f"{page}/photo/{name}").status_code == 404
    assert client.get(f"{page}/photo/{'0' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([BytesIO(b"<svg onload=alert(1)>")], "这个文件不是照片。"),
        ([BytesIO(b"\0" * (10 * 1024 * 1024 + 1))], "照片大于10 MB。"),
        ([picture(colour=f"#0000{n:02x}") for n in range(7)], "最多 6 项"),
    ],
)
def test_photographs_of_a_matter_that_cannot_be_taken_are_refused_whole(
    as_person: Browser, station: Station, night: cast.Member, files: list[BytesIO], sentence: str
) -> None:
    matter = station.do(night, "plant.open_matter", kind="DEFECT", title="漏水", equipment="G1")
    page = f"{CCR}/plant/matters/{matter}"
    for file in files:
        file.name = getattr(file, "name", "a.jpg")
        file.seek(0)
    said = {"command": "note-2", "matter": matter, "text": "已擦净", "form": "note", "photo": files, "back": page}
    response = as_person(night).post(f"{page}/note", said)
    shown = response.content.decode()
    assert response.status_code == 422
    assert sentence in shown, re.findall("<main.*", shown)
    assert "已擦净" in shown
    assert "照片没有存下，请重新选择。" in shown
    one = station.visit(night).book.get(MATTERS, matter)
    assert one is not None
    assert len(one.history) == 1


def test_what_is_no_photograph_is_said_so(as_person: Browser, night: cast.Member) -> None:
    fake = BytesIO(b"<svg onload=alert(1)>")
    fake.name = "a.png"
    said = {
        "command": COMMAND,
        "category": "ROUND",
        "text": "见照片",
        "photo": fake,
        "next": f"{CCR}/",
        "form": "quick",
    }
    response = as_person(night).post(f"{CCR}/write", said)
    assert response.status_code == 422
    assert "这个文件不是照片。" in response.content.decode()
    assert "见照片" in response.content.decode()


def test_the_administrator_adds_people_and_gives_roles(as_person: Browser, station: Station) -> None:
    client = as_person(cast.ADMINISTRATOR)
    said = {"command": COMMAND, "person": "xinren", "name": "新人", "crew": "A", "next": f"{HERE}/people"}
    assert client.post(f"{HERE}/do/org.add_person", said).headers["Location"] == f"{HERE}/people"
    role = {"command": "c-2", "person": "xinren", "role": "OPERATOR", "post": cast.CCR, "next": f"{HERE}/people/xinren"}
    assert client.post(f"{HERE}/do/org.grant", role).status_code == 303
    assert "值班员 · 中控室" in client.get(f"{HERE}/people/xinren").content.decode()
    taken = client.post(f"{HERE}/do/org.add_person", {**said, "command": "c-3", "back": f"{HERE}/people/new"})
    assert taken.status_code == 422
    assert "人员代码已被使用。" in taken.content.decode()


def test_a_key_is_shown_once_and_can_be_ended(as_person: Browser) -> None:
    client = as_person(cast.ADMINISTRATOR)
    made = client.post(f"{HERE}/tokens", {"name": "报表"})
    assert "jb_" in made.content.decode()
    assert made.headers["Cache-Control"] == "no-store"
    page = client.get(f"{HERE}/tokens").content.decode()
    assert "jb_" not in page
    number = re.search(r"/tokens/(\d+)/revoke", page)
    assert number
    assert as_person(cast.HEAD).post(f"{HERE}/tokens/{number[1]}/revoke").status_code == 404
    assert client.post(f"{HERE}/tokens/{number[1]}/revoke").status_code == 302
    assert "/revoke" not in client.get(f"{HERE}/tokens").content.decode()


def test_a_form_becomes_the_arguments_of_its_verb() -> None:
    typed = QueryDict(mutable=True)
    typed.update({"post": "hall", "name.zh": "厂房", "regime": "r", "safe_state": "", "csrfmiddlewaretoken": "t"})
    typed.update({"pattern": '{"shifts": []}', "complement.0.qualification": "证", "complement.0.at_least": "2"})
    typed.update({"complement.1.qualification": "", "complement.1.at_least": ""})
    found = find_verb("org.open_post")
    assert found
    assert arguments(found.args, typed, "Asia/Shanghai", MORNING) == {
        "post": "hall",
        "name": {"zh": "厂房"},
        "regime": "r",
        "pattern": {"shifts": []},
        "complement": [{"qualification": "证", "at_least": "2"}],
    }


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("07:30", "2026-11-22T23:30:00+00:00"),
        ("07:42", "2026-11-22T23:42:00+00:00"),
        ("23:30", "2026-11-22T15:30:00+00:00"),
        ("2026-11-23T08:00", "2026-11-23T00:00:00+00:00"),
        ("2026-11-23T08:00+00:00", "2026-11-23T08:00:00+00:00"),
    ],
)
def test_a_moment_is_read_in_the_time_of_the_site(text: str, moment: str) -> None:
    found = find_verb("logbook.write")
    assert found
    read = arguments(found.args, QueryDict(f"occurred_at={text.replace('+', '%2B')}"), "Asia/Shanghai", MORNING)
    assert read["occurred_at"].isoformat() == moment
