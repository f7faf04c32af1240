"""The pages of drafts: begun in three ways, checked with and without a script, written by two, tried, compared."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from jiaoban.authoring import archive, queries, replays
from jiaoban.authoring.tables import Draft
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org import queries as org
from tests import cast
from tests.web.conftest import HERE, ROOT, Browser, Station

HYDRO = ROOT / "regimes" / "hydro"
SECOND = cast.AT_CCR["A"]


def files_of(folder: Path) -> dict[str, str]:
    return {f"{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*") if path.is_file()}


def page_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"{HERE}/{path}")
    assert answer.status_code == status, answer.status_code
    return str(answer.content.decode())


def upload(client: Client, content: bytes, command: str = "upload-1") -> "tuple[int, str, str]":
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("pack.zip", content), "command": command, "back": f"{HERE}/drafts/new"}
    answer = client.post(f"{HERE}/drafts/new", sent)
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


@pytest.fixture
def author(as_person: Browser) -> Client:
    return as_person(cast.AUTHOR)


@pytest.fixture
def key(author: Client) -> str:
    status, location, _ = upload(author, archive.pack(files_of(HYDRO), "hydro"))
    assert status == 303
    return location.rpartition("/")[2]


def draft(key: str) -> Draft:
    return queries.draft(DbBook(cast.SITE), key)


def test_a_draft_is_begun_from_a_version_an_archive_or_a_few_answers(author: Client, key: str) -> None:
    shown = page_of(author, "drafts/new")
    assert all(form in shown for form in ("draft-start-hydro", "draft-upload", "draft-begin"))
    said = {"command": "begin-1", "code": "pump", "title": "泵站交接班", "issuer": "泵站", "post": "泵房", "lead": "10"}
    answer = author.post(
        f"{HERE}/do/authoring.begin", {**said, "shifts": "08:00,20:00", "next": f"{HERE}/drafts/{{key}}"}
    )
    assert answer.status_code == 303
    assert "草案可用" in page_of(author, "drafts/begin-1")
    assert "修订 1" in page_of(author, f"drafts/{key}")
    listed = page_of(author, "drafts")
    assert "pump" in listed
    assert "hydro" in listed


def test_a_bad_archive_is_one_sentence_on_the_page(author: Client) -> None:
    status, _, shown = upload(author, b"no zip", "bad-1")
    assert status == 422
    assert "不是能读的 zip" in shown


def test_the_editor_shows_clauses_beside_the_text_and_the_rules_of_one(author: Client, key: str) -> None:
    shown = page_of(author, f"drafts/{key}/edit?file=handover.yaml&clause=hydro/1.1a")
    clause = files_of(HYDRO)["clauses.yaml"].split("id: hydro/1.1a")[1].split("zh:")[1][:6].strip(' "{')
    assert clause in shown
    where = re.search(r"handover\.yaml:(\d+)</span>", shown)
    assert where is not None
    assert "hydro/1.1a" in "".join(
        files_of(HYDRO)["handover.yaml"].splitlines()[int(where[1]) - 3 : int(where[1]) + 12]
    )


def test_what_is_typed_is_checked_with_its_place_and_not_saved(author: Client, key: str) -> None:
    text = files_of(HYDRO)["handover.yaml"].replace("side: outgoing", "side: outgoin", 1)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "outgoin" in one and "outgoing" not in one)
    sent = {"file": "handover.yaml", "text": text}
    told = json.loads(author.post(f"{HERE}/drafts/{key}/edit", sent, headers={"Accept": "application/json"}).content)
    assert not told["usable"]
    assert [(one["file"], one["line"]) for one in told["problems"]] == [("handover.yaml", line)]
    assert told["problems"][0]["right"]
    plain = author.post(f"{HERE}/drafts/{key}/edit", sent).content.decode()
    assert f"handover.yaml:{line}:" in plain
    assert "side: outgoin\n" in plain or "side: outgoin," in plain or "side: outgoin}" in plain
    assert draft(key).revision == 1


def test_two_authors_see_both_texts_and_nothing_is_lost(
    station: Station, as_person: Browser, author: Client, key: str
) -> None:
    station.do(cast.ADMINISTRATOR, "org.grant", person=SECOND.key, role="AUTHOR")
    second, edit = as_person(SECOND), f"{HERE}/drafts/{key}/edit?file=CHANGELOG.md"
    common = {"form": "edit", "draft": key, "on": "1", "file": "CHANGELOG.md", "next": edit, "back": edit}
    first = author.post(f"{HERE}/do/authoring.save", {**common, "command": "s-1", "text": "一\n二\n"})
    assert first.status_code == 303
    other = second.post(f"{HERE}/do/authoring.save", {**common, "command": "s-2", "text": "一\n三\n"})
    assert other.status_code == 409
    shown = other.content.decode()
    assert cast.AUTHOR.name in shown
    assert re.search(r'class="theirs">-二', shown)
    assert re.search(r'class="mine">\+三', shown)
    assert 'name="on" value="2"' in shown
    assert "一\n三" in shown
    merged = second.post(f"{HERE}/do/authoring.save", {**common, "on": "2", "command": "s-3", "text": "一\n二\n三\n"})
    assert merged.status_code == 303
    assert "一\n二\n三" in page_of(author, f"drafts/{key}/edit?file=CHANGELOG.md")


def test_scenarios_are_run_and_one_tells_its_course(author: Client, key: str) -> None:
    shown = page_of(author, f"drafts/{key}/scenarios?clause=hydro/1.1a")
    assert "未通过 0 个" in shown
    link = re.search(rf'drafts/{key}/scenarios/(\d+)"', shown)
    assert link is not None
    course = page_of(author, f"drafts/{key}/scenarios/{link[1]}")
    assert "handover." in course
    assert "←" in course
    assert page_of(author, f"drafts/{key}/scenarios/99999", 404)


def test_a_draft_is_compared_with_a_version_clause_by_clause(author: Client, key: str) -> None:
    assert "没有不同" in page_of(author, f"drafts/{key}/compare")
    text = files_of(HYDRO)["clauses.yaml"]
    says = re.search(r"id: hydro/1\.1a.*?zh: \"?([^\",}\n]+)", text, re.DOTALL)
    assert says is not None
    changed = text.replace(says[1], f"{says[1]}（新）", 1)
    sent = {"draft": key, "on": "1", "file": "clauses.yaml", "text": changed, "command": "c-1"}
    assert author.post(f"{HERE}/do/authoring.save", sent).status_code == 303
    shown = page_of(author, f"drafts/{key}/compare")
    assert f"{says[1]}（新）" in shown
    assert "<del>" in shown


def test_a_version_is_proposed_from_an_hour_on(author: Client, key: str) -> None:
    page = page_of(author, f"drafts/{key}")
    assert 'name="effective_from" type="datetime-local" value="2026-11-23T00:00"' in page
    said = {"draft": key, "on": "1", "version": "1.2.0", "approver": cast.HEAD.key, "command": "h-1"}
    said["back"] = f"{HERE}/drafts/{key}"
    late = author.post(f"{HERE}/do/authoring.propose", {**said, "effective_from": "2026-11-23T07:39"})
    assert "最早为今天 2026-11-23 或现在 2026-11-23 07:40" in late.content.decode()
    said |= {"effective_from": "2026-11-23T20:00", "command": "h-2"}
    assert author.post(f"{HERE}/do/authoring.propose", said).status_code == 303
    proposal = draft(key).proposal
    assert proposal is not None
    assert str(proposal.effective_from) == "2026-11-23T20:00"
    assert "2026-11-23 20:00" in page_of(author, f"drafts/{key}")


def test_publishing_takes_two_and_shows_the_digest(
    station: Station, as_person: Browser, author: Client, key: str
) -> None:
    assert 'id="propose"' in page_of(author, f"drafts/{key}")
    said = {"draft": key, "on": "1", "version": "1.2.0", "effective_from": "2026-12-01", "approver": cast.HEAD.key}
    assert author.post(f"{HERE}/do/authoring.propose", {**said, "command": "p-1"}).status_code == 303
    proposal = draft(key).proposal
    assert proposal is not None
    mine = page_of(author, f"drafts/{key}")
    assert proposal.digest in mine
    assert 'id="approve"' not in mine
    head = as_person(cast.HEAD)
    assert "等您批准" in page_of(head, "drafts")
    assert 'id="approve"' in page_of(head, f"drafts/{key}")
    back = {"draft": key, "digest": proposal.digest, "reason": "缺说明", "command": "p-2"}
    assert head.post(f"{HERE}/do/authoring.send_back", back).status_code == 303
    assert "缺说明" in page_of(author, f"drafts/{key}")
    assert author.post(f"{HERE}/do/authoring.propose", {**said, "on": "2", "command": "p-3"}).status_code == 303
    proposal = draft(key).proposal
    assert proposal is not None
    sign = {"draft": key, "digest": proposal.digest, "account": cast.HEAD.username, "back": f"{HERE}/drafts/{key}"}
    wrong = head.post(f"{HERE}/do/authoring.approve", {**sign, "password": "no", "command": "p-4"})
    assert wrong.status_code == 422
    right = {**sign, "password": cast.HEAD.password, "command": "p-5"}
    assert head.post(f"{HERE}/do/authoring.approve", right).status_code == 303
    assert draft(key).stage == "PUBLISHED"
    assert "1.2.0" in page_of(author, "regimes/hydro")


def test_a_replay_is_asked_for_watched_stopped_and_reported(author: Client, as_person: Browser, key: str) -> None:
    answer = author.post(f"{HERE}/drafts/{key}/replay/start", {"command": "r-1"})
    assert answer.status_code == 303
    assert "等候" in page_of(author, f"drafts/{key}/replay")
    assert page_of(author, f"drafts/{key}/replay/r-1/report.csv", 404)
    taken = replays.claim(draft(key).changed_at)
    assert taken is not None
    replays.run(taken.key, taken.worker)
    shown = page_of(author, f"drafts/{key}/replay?replay=r-1")
    assert "完成" in shown
    csv = b"".join(author.get(f"{HERE}/drafts/{key}/replay/r-1/report.csv"))
    assert csv.decode("utf-8-sig").startswith("时间,岗位")
    assert "<h1>hydro" in page_of(author, f"drafts/{key}/replay/r-1/report.html")
    author.cookies["django_language"] = "en"
    english = page_of(author, f"drafts/{key}/replay/r-1/report.html")
    assert "<dt>Site</dt><dd>Yunfeng</dd>" in english
    assert "Report CSV" in page_of(author, f"drafts/{key}/replay?replay=r-1")
    del author.cookies["django_language"]
    assert page_of(author, f"drafts/{key}/replay/r-1/report.pdf", 404)
    author.post(f"{HERE}/drafts/{key}/replay/start", {"command": "r-2", "since": "2026-11-01"})
    assert author.post(f"{HERE}/drafts/{key}/replay/r-2/stop").status_code == 303
    assert "已停止" in page_of(author, f"drafts/{key}/replay?replay=r-2")
    assert as_person(cast.HEAD).post(f"{HERE}/drafts/{key}/replay/start", {"command": "r-3"}).status_code == 403


def test_the_archive_that_is_taken_away_can_be_brought_back(author: Client, key: str) -> None:
    packed = author.get(f"{HERE}/drafts/{key}/archive.zip")
    assert archive.unpack(packed.content) == files_of(HYDRO)


def test_a_broken_draft_says_so_on_every_page(author: Client, key: str) -> None:
    sent = {"draft": key, "on": "1", "file": "clauses.yaml", "text": "- id: [", "command": "b-1"}
    assert author.post(f"{HERE}/do/authoring.save", sent).status_code == 303
    for path in ("", "/edit", "/edit?file=clauses.yaml&clause=x", "/scenarios", "/compare", "/replay"):
        assert "clauses.yaml:" in page_of(author, f"drafts/{key}{path}")
    assert author.post(f"{HERE}/drafts/{key}/replay/start", {"command": "b-2"}).status_code == 404


def test_who_may_not_write_sees_and_changes_nothing_of_the_editor(as_person: Browser, key: str) -> None:
    operator, head = as_person(cast.AT_CCR["B"]), as_person(cast.HEAD)
    below = ("", "/scenarios", "/scenarios/0", "/compare", "/replay", "/archive.zip")
    for client, status in ((operator, 403), (as_person(cast.AUDITOR), 403), (head, 200)):
        assert [client.get(f"{HERE}/drafts/{key}{one}").status_code for one in below] == [status] * len(below)
        assert client.get(f"{HERE}/drafts").status_code == status
        page_of(client, f"drafts/{key}/edit", 403)
        page_of(client, "drafts/new", 403)
    assert "制度草案" in page_of(head, "regimes")
    assert "制度草案" not in page_of(operator, "regimes")
    assert operator.post(f"{HERE}/drafts/{key}/edit", {"file": "pack.yaml", "text": "x"}).status_code == 403
    page_of(as_person(cast.AUTHOR), "drafts/nothing", 404)


def publish(station: Station, author: Client, key: str, version: str) -> None:
    """Publish a draft as it is, by two people."""
    on = draft(key).revision
    said: dict[str, Any] = {"draft": key, "on": on, "version": version, "effective_from": "2026-12-01"}
    station.do(cast.AUTHOR, "authoring.propose", **said, approver=cast.HEAD.key)
    proposal = draft(key).proposal
    assert proposal is not None
    approval = {"draft": key, "digest": proposal.digest}
    approver = replace(station.visit(cast.HEAD), proven=True)
    assert approver.do("authoring.approve", approval, command=f"approve-{version}").refusal is None


def test_the_course_of_a_failing_scenario_says_what_came_in_the_readers_language(
    station: Station, author: Client, key: str
) -> None:
    text = files_of(HYDRO)["handover.yaml"].replace("lead: PT10M", "lead: PT20M", 1)
    station.do(cast.AUTHOR, "authoring.save", draft=key, on=1, file="handover.yaml", text=text)
    listed = page_of(author, f"drafts/{key}/scenarios")
    number = re.search(r'scenarios/(\d+)">恰好提前十分钟到岗', listed)
    assert number is not None
    course = page_of(author, f"drafts/{key}/scenarios/{number[1]}")
    assert re.search(r"<dt>clear on-time</dt><dd>应为 CLEAR<br>实为 ADVISORY</dd>", course)
    assert "expected" not in course
    assert "where side is" not in course


def test_two_adopted_versions_are_set_beside_each_other_for_everybody(
    station: Station, as_person: Browser, author: Client, key: str
) -> None:
    operator = as_person(cast.AT_CCR["B"])
    assert "比较</a>" not in page_of(operator, "regimes/hydro")
    text = files_of(HYDRO)["clauses.yaml"]
    says = re.search(r"id: hydro/1\.1a.*?zh: \"?([^\",}\n]+)", text, re.DOTALL)
    assert says is not None
    changed = text.replace(says[1], f"{says[1]}（新）", 1)
    station.do(cast.AUTHOR, "authoring.save", draft=key, on=1, file="clauses.yaml", text=changed)
    publish(station, author, key, "1.2.0")
    here = f"{HERE}/regimes/hydro/compare"
    link = re.search(r'href="([^"]*regimes/hydro/compare[^"]*)"', page_of(operator, "regimes/hydro?version=1.2.0"))
    assert link is not None
    assert link[1].replace("&amp;", "&") == f"{here}?old=1.1.0&new=1.2.0"
    assert operator.get(here).headers["Location"] == f"{here}?old=1.1.0&new=1.2.0"
    shown = page_of(operator, "regimes/hydro/compare?old=1.1.0&new=1.2.0")
    assert re.search(r"分别自 \d{4}-\d\d-\d\d 和 \d{4}-\d\d-\d\d 起执行", shown)
    assert re.search(r'<section class="card" id="hydro-1.1a"', shown)
    assert re.search(r"<ins>[^<]*（新）[^<]*</ins>", shown)
    turned = page_of(operator, "regimes/hydro/compare?old=1.2.0&new=1.1.0")
    assert re.search(r"<del>[^<]*（新）[^<]*</del>", turned)
    assert "两个版本说的一样" in page_of(operator, "regimes/hydro/compare?old=1.1.0&new=1.1.0")
    page_of(operator, "regimes/hydro/compare?old=1.1.0&new=9", 404)
    versions = org.regimes(DbBook(cast.SITE))[0].versions
    again = {"regime": "hydro", "version": "1.1.0", "digest": versions[0].digest, "effective_from": "2199-01-01"}
    door.as_system(cast.SITE).do("org.adopt_regime", again, command="again")
    assert "2199" not in page_of(operator, "regimes/hydro/compare?old=1.1.0&new=1.2.0")
    assert page_of(operator, "regimes/hydro").count("?version=1.1.0") == 1
    page_of(operator, "regimes/none/compare", 404)


@pytest.mark.parametrize("command", ["a/b", "..", "?", "two words", "", "x" * 129])
def test_an_id_that_is_no_part_of_an_address_begins_nothing(author: Client, key: str, command: str) -> None:
    before = len(queries.drafts(DbBook(cast.SITE)))
    status, _, page = upload(author, archive.pack(files_of(HYDRO), "hydro"), command)
    assert status == 422
    assert "命令编号" in page
    answer = author.post(f"{HERE}/drafts/{key}/replay/start", {"command": command})
    assert answer.status_code == 422
    assert len(queries.drafts(DbBook(cast.SITE))) == before
    assert replays.of_draft(cast.SITE, key) == []
    page_of(author, "drafts")
    page_of(author, f"drafts/{key}/replay")
