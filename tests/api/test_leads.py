"""An enrolment office over the HTTP API: customers by 18.2, and a number that stands nowhere but in the keeper."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from jiaoban.archive import accounts
from jiaoban.demo.description import Member
from jiaoban.ledger import export, rebuild
from jiaoban.ledger.models import PersonalValue
from jiaoban.ledger.personal import all_of
from jiaoban.ledger.verify import verify
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("mingde")
NUMBER, TYPED, NAME, SAID = "13912345678", "+86 139-1234-5678", "欧阳静涵", "孩子叫晨晨，读初二"
PLANTED = (NUMBER, "139 1234 5678", "139-1234-5678", "12345678", NAME, "晨晨")
"""What must be found nowhere, however it was typed."""


def who(hall: Hall, name: str) -> Member:
    return hall.site.people[name]


def opened(hall: Hall, **more: str) -> str:
    said = {"number": TYPED, "name": NAME, "way": "phone", "result": "interested", "said": SAID, **more}
    return hall.ok(who(hall, "linna"), "lead.open", **said)


def looked(hall: Hall, number: str) -> Any:
    client = hall.client(who(hall, "wanglei"))
    answer = client.post(f"{hall.url}/lead/look-up", json.dumps({"number": number}), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_a_typed_number_says_who_when_and_with_what_result(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    for typed in (NUMBER, "１３９ １２３４ ５６７８", "0086 13912345678"):
        seen = looked(hall.at("10:05:00"), typed)
        assert (seen["lead"]["key"], seen["lead"]["numbers"]) == (key, ["139****5678"])
        event = seen["events"][0]
        assert (event["person"], event["result"], event["note"]) == ("linna", "interested", SAID)
    assert looked(hall, "13912345679") == {
        "whole": True,
        "wrong": None,
        "right": None,
        "post": "",
        "lead": None,
        "events": [],
    }
    half = looked(hall, "139123")
    assert (half["whole"], half["lead"]) == (False, None)
    assert "位数不够" in half["wrong"]["zh"]


def test_a_known_number_is_refused_with_who_had_to_do_with_it(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    refused = hall.no(who(hall, "wanglei"), "lead.open", number=NUMBER)["known-number"]
    assert (refused["clause"], refused["names"]) == ("kefu/18.2", [key])
    assert "林娜" in refused["why"]["zh"]


def test_customers_are_read_with_masked_numbers_and_listed_by_what_they_are(hall: Hall) -> None:
    agent = who(hall, "linna")
    key = opened(hall.at("10:00:00"))
    appointment = hall.ok(agent, "lead.appoint", lead=key, for_at="2026-12-30T06:00:00Z", where="中山路校区")
    hall.ok(
        agent, "lead.move_appointment", lead=key, event=appointment, for_at="2026-12-30T08:00:00Z", where="中山路校区"
    )
    assert [one["key"] for one in hall.get(agent, "/leads", stand="APPOINTED")] == [key]
    assert hall.get(agent, "/leads", stand="SOLD") == []
    assert hall.get(agent, f"/leads/{key}")["numbers"] == ["139****5678"]
    events = hall.get(agent, f"/leads/{key}/events")
    assert [one["kind"] for one in events] == ["CONTACT", "APPOINTMENT"]
    assert events[1]["moves"][0]["for_at"] == "2026-12-30T06:00:00Z"
    hall.at("11:00:00").ok(agent, "lead.sell", lead=key, amount="6800.50")
    span = {"since": "2026-11-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}
    sales = hall.get(agent, "/lead-events", kind="SALE", person="linna", **span)
    assert [one["amount"] for one in sales] == ["6800.50"]


def test_somebody_elses_events_are_the_supervisors(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    status, _ = hall.send(
        who(hall, "wanglei"), "lead.contact", lead=key, way="phone", result="interested", person="linna"
    )
    assert status == 403
    hall.ok(hall.lead, "lead.contact", lead=key, way="phone", result="interested", person="linna")
    assert {one["person"] for one in hall.get(hall.lead, f"/leads/{key}/events")} == {"linna"}


@pytest.mark.parametrize(
    "said", [{"amount": "0"}, {"amount": "-1"}, {"amount": "1.005"}, {"amount": "NaN"}, {"amount": "1e12"}]
)
def test_money_is_money(hall: Hall, said: dict[str, str]) -> None:
    key = opened(hall.at("10:00:00"))
    status, _ = hall.send(who(hall, "linna"), "lead.sell", lead=key, **said)
    assert status == 400


def test_whoever_saw_whole_numbers_is_seen_by_head_and_auditor_alone(hall: Hall) -> None:
    agent, head = who(hall, "linna"), who(hall, "zhengli")
    key = opened(hall.at("10:00:00"))
    hall.ok(agent, "lead.reveal", lead=key, why="回电话")
    seen = hall.get(head, "/lead-accesses")
    assert [(one["person"], one["what"], one["lead"]) for one in seen] == [("linna", "REVEALED", key)]
    assert hall.client(agent).get(f"{hall.url}/lead-accesses").status_code == 403
    assert hall.client(agent).get("/s/mingde/p/desk/leads/seen").status_code == 403


def test_whoever_does_not_work_with_customers_sees_what_happened_and_not_with_whom(hall: Hall) -> None:
    """An administrator reads the site: neither number, name nor note, and no look-up."""
    key = opened(hall.at("10:00:00"))
    administrator = who(hall, "baolei")
    one = hall.get(administrator, f"/leads/{key}")
    assert (one["name"], one["numbers"], one["people"]) == ("", [], ["linna"])
    assert hall.get(administrator, f"/leads/{key}/events")[0]["note"] == ""
    client = hall.client(administrator)
    for path in ("leads", f"leads/{key}"):
        page = client.get(f"/s/mingde/p/desk/{path}").content.decode()
        assert "不对您显示" in page
        assert [text for text in (*PLANTED, "139****5678") if text in page] == []
    body = json.dumps({"number": NUMBER})
    answer = client.post(f"{hall.url}/lead/look-up", body, content_type="application/json")
    assert json.loads(answer.content)["lead"] is None
    assert (
        "不能查"
        in client.post(
            "/s/mingde/p/desk/leads/look-up", {"number": NUMBER}, headers={"HX-Request": "true"}
        ).content.decode()
    )
    assert set(hall.no(administrator, "lead.reveal", lead=key)) == {"not-for-you"}


def test_what_is_typed_of_a_customer_stays_on_no_device(hall: Hall) -> None:
    """Forms keep drafts in the browser; those with personal fields do not, and the browser fills nothing in."""
    agent = who(hall, "linna")
    key = opened(hall.at("10:00:00"))
    page = hall.page(agent, f"p/desk/leads/{key}")
    drafts = re.findall(r'data-draft="mingde-([^"]*)"', page)
    assert [one for one in drafts if one.startswith(("lead-contact", "lead-lose", "describe", "add-number"))] == []
    assert [one for one in drafts if one.startswith(("lead-take-deposit", "correct"))] != []
    for field in ("describe-name", "add-number-number", "lead-lose-reason"):
        tag = re.search(rf'<(?:input|textarea)[^>]*id="{field}"[^>]*>', page)
        assert tag is not None
        assert 'autocomplete="off"' in tag[0]


def test_a_file_masks_numbers_and_whole_ones_are_for_the_head(hall: Hall) -> None:
    lead = opened(hall.at("10:00:00"))
    agent, head = who(hall, "linna"), who(hall, "zhengli")
    hall.ok(agent, "lead.describe", lead=lead, name="刘家长", note=f"{NUMBER}，爱人 137-0000-4321")
    masked = exported(hall, agent, whole=False)
    assert "139****5678" in masked
    assert NUMBER not in masked.replace(" ", "")
    assert "爱人 137-****-4321" in masked
    refused = hall.client(agent).post("/s/mingde/p/desk/leads/file", {"command": "file-00002", "whole": "true"})
    assert refused.status_code == 422
    assert "您不能导出完整号码" in refused.content.decode()
    assert NUMBER in exported(hall, head, whole=True).replace(" ", "")
    assert {one["person"]: one["whole"] for one in hall.get(head, "/lead-accesses")} == {
        "linna": False,
        "zhengli": True,
    }


def exported(hall: Hall, member: Member, *, whole: bool) -> str:
    said = {
        "command": f"file-{member.key}-{whole}",
        "as": "csv",
        "form": "lead-export",
        **({"whole": "true"} if whole else {}),
    }
    answer = hall.client(member).post("/s/mingde/p/desk/leads/file", said)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


IMPORT = "/s/mingde/p/desk/import/leads"


def sent(client: Client, rows: str) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("customers.csv", rows.encode())})


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(kept|seen|carry)" value="([^"]*)"', page))


IN_WORDS = "妻子 138-0013.8000 晚上打"


def test_a_whole_number_is_to_be_had_by_no_way_that_is_not_written_down(hall: Hall) -> None:
    """Also not one that somebody put into a name or a note: by list, page, look-up, API, file, book."""
    agent, head = who(hall, "linna"), who(hall, "zhengli")
    key = opened(hall.at("10:00:00"), name=TYPED, note=IN_WORDS, said=IN_WORDS)
    for place in (f"前台 {TYPED}", "前台 138.0013.8000", "前台 138 – 0013 – 8000"):
        status, _ = hall.send(agent, "lead.appoint", lead=key, for_at="2026-12-30T06:00:00Z", where=place)
        assert status == 400, "where stays in the book"
    fixed = hall.ok(agent, "lead.appoint", lead=key, for_at="2026-12-30T06:00:00Z", where="校区", note=IN_WORDS)
    for verb, said in (("move_appointment", {"for_at": "2026-12-30T07:00:00Z"}), ("correct", {"reason": "记错"})):
        status, _ = hall.send(agent, f"lead.{verb}", lead=key, event=fixed, where=f"前台 {TYPED}", **said)
        assert status == 400
    hall.ok(agent, "lead.cancel_appointment", lead=key, event=fixed, reason=IN_WORDS)
    hall.ok(who(hall, "wanglei"), "lead.contact", lead=key, way="phone", result="interested", note=IN_WORDS)
    hall.ok(agent, "lead.talk", lead=key, to="wanglei", note=IN_WORDS)
    client, desk = hall.client(agent), "/s/mingde/p/desk"
    (case,) = (one["collision"]["key"] for one in hall.get(agent, "/collisions"))
    pages = ("", "leads", f"leads/{key}", "collisions", f"collisions/{case}")
    seen = [client.get(f"{desk}/{one}").content.decode() for one in pages]
    look_up = client.post(f"{desk}/leads/look-up", {"number": NUMBER}).content.decode()
    seen.append(look_up.replace(f'value="{NUMBER}"', "", 1))  # what was typed stays in its field
    seen.append(json.dumps(looked(hall, TYPED), ensure_ascii=False))
    paths = ("/leads", f"/leads/{key}", f"/leads/{key}/events", "/collisions")
    seen += [json.dumps(hall.get(agent, one), ensure_ascii=False) for one in paths]
    seen.append(exported(hall, head, whole=False))
    seen.append("".join(body.decode() for _, body in hall.book.bodies()))
    assert "称呼或备注里也有号码" in seen[2]
    assert "改称呼、来源、备注</summary>" not in seen[2], "its form would show the note"
    for text in seen:
        assert not re.search(r"139\W{0,2}1234\W{0,2}5678", text)
        assert not re.search(r"138\W{0,2}0013\W{0,2}8000", text)
    assert hall.get(head, "/lead-accesses")[0]["whole"] is False
    hall.ok(agent, "lead.reveal", lead=key)
    page = client.get(f"{desk}/leads/{key}").content.decode()
    assert IN_WORDS in page
    assert "改称呼、来源、备注</summary>" in page
    other = hall.client(who(hall, "wanglei")).get(f"{desk}/leads/{key}").content.decode()
    assert IN_WORDS not in other
    whole = [(one["lead"], one["person"]) for one in hall.get(head, "/lead-accesses") if one["whole"]]
    assert whole == [(key, "linna")]
    assert IN_WORDS in exported(hall, head, whole=True)


def test_a_number_stands_nowhere_but_in_the_keeper(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    """Plant a number, a name and a note in every way there is, successful and not; then look everywhere."""
    caplog.set_level(logging.DEBUG)
    live(hall)
    assert {one.value for one in all_of("mingde")} >= {f"+86{NUMBER}", NAME, SAID}
    assert found_in_tables() == []
    assert found_in_files(Path(settings.DATA)) == []
    assert [text for text in PLANTED if text in caplog.text] == []
    told = "".join(body.decode() for _, body in hall.book.bodies())
    assert [text for text in PLANTED if text in told] == []
    assert [text for text in PLANTED if text in "".join(export.lines("mingde"))] == []
    hall.ok(who(hall, "linna"), "logbook.write", category="WORK", text=f"{NAME}来电")
    assert found_in_tables() != [], "it would have been found"


def live(hall: Hall) -> None:
    agent, other, head = who(hall, "linna"), who(hall, "wanglei"), who(hall, "zhengli")
    key = opened(hall.at("10:00:00"))
    hall.no(other, "lead.open", number=NUMBER, name=NAME)
    for number in (f"{NUMBER}99", f"{NUMBER[:7]}", "", f"{NAME}"):
        assert hall.send(other, "lead.open", number=number, name=NAME)[0] == 400
    assert hall.send(other, "lead.open", number=TYPED, name=NAME * 100)[0] == 400
    assert hall.send(other, "lead.open", number=TYPED, name=NAME, unknown=NUMBER)[0] == 400
    assert hall.send(agent, "lead.correct", lead=key, event=key, reason=f"是 {TYPED}")[0] == 400
    looked(hall, TYPED)
    hall.ok(agent, "lead.describe", lead=key, name=f"{NAME}女士", note=f"回电 {TYPED}")
    appointment = hall.ok(agent, "lead.appoint", lead=key, for_at="2026-12-30T06:00:00Z", where="校区", note=SAID)
    hall.ok(agent, "lead.cancel_appointment", lead=key, event=appointment, reason=f"{NAME}生病")
    hall.ok(agent, "lead.lose", lead=key, reason=f"{NAME}去了别家")
    client = hall.client(agent)
    for path in ("leads", f"leads/{key}"):
        assert NAME in client.get(f"/s/mingde/p/desk/{path}").content.decode()
    again = {
        "number": TYPED,
        "name": NAME,
        "form": "lead-new",
        "command": "form-00001",
        "back": "/s/mingde/p/desk/leads",
    }
    assert client.post("/s/mingde/p/desk/do/lead.open", again).status_code == 422
    assert NAME in client.post("/s/mingde/p/desk/leads/look-up", again).content.decode()
    hall.ok(agent, "lead.reveal", lead=key)
    exported(hall, head, whole=True)
    page = sent(
        client, f"电话,称呼,联系情况\n{NUMBER},{NAME},{SAID}\n13912345680,{NAME}的妹妹,{SAID}\n"
    ).content.decode()
    assert client.post(IMPORT, hidden(page)).status_code == 303


def found_in_tables() -> list[str]:
    """Every text of every table but the keeper's own."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in (PersonalValue._meta.db_table, "ledger_words"):  # what that indexes stands in ledger_line
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = " ".join(
                    bytes(one).decode(errors="replace") if isinstance(one, (bytes, memoryview)) else str(one)
                    for one in row
                )
                found += [f"{table}: {planted}" for planted in PLANTED if planted in text]
    return found


def found_in_files(folder: Path) -> list[str]:
    held = [(path, path.read_bytes()) for path in folder.rglob("*") if path.is_file() and ".sqlite" not in path.name]
    return [f"{path}: {text}" for path, content in held for text in PLANTED if text.encode() in content]


def test_erased_is_erased_the_book_stays_sound_and_is_made_again_without_it(hall: Hall) -> None:
    head = who(hall, "zhengli")
    key = opened(hall.at("10:00:00"))
    refs = [one.ref for one in all_of("mingde") if one.value in (f"+86{NUMBER}", NAME, SAID)]
    assert len(refs) == 3
    hall.ok(head, "lead.erase", lead=key, reason="家长来电要求")
    assert hall.book.personal.values(refs) == {}
    assert hall.get(head, f"/leads/{key}")["name"] == ""
    assert looked(hall, NUMBER)["lead"] is None
    assert not PersonalValue.objects.filter(site="mingde", subject=f"lead:{key}").exists()
    assert "".join(line for _, line in accounts.lines()).count(NAME) == 0
    before = rows()
    rebuild.rebuild("mingde")
    assert rows() == before
    found = verify("mingde")
    assert found.good, found.findings
    again = opened(hall.at("11:00:00"))
    assert again != key, "whoever gets in touch again is written down anew"


def rows() -> list[tuple[Any, ...]]:
    model = apps.get_model("lead", "LeadRow")
    return list(model.objects.filter(site="mingde").order_by("key").values_list("key", "state", "seq"))
