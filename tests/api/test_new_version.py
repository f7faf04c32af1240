"""kf015/doc on the running program: a new version is published by two people; handovers keep to their own."""

import io
import re
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiaoban.regime.unpacking import files_of
from tests.api.hall import Hall, site_fixture
from tests.conftest import ROOT

loaded, hall = site_fixture("cuihu")
SITE, API = "/s/cuihu", "/api/v1/sites/cuihu"
OTHERWISE = {"pack.yaml": ('version: "1.0.0"', 'version: "1.1.0"'), "handover.yaml": ("lead: PT10M", "lead: PT15M")}


def files(changes: dict[str, tuple[str, str]]) -> dict[str, bytes]:
    """The desk's regime with something put otherwise in some of its files."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "regimes/kf015").glob("*.yaml"))}
    for name, (was, is_) in changes.items():
        assert was in found[name], (name, was)
        found[name] = found[name].replace(was, is_, 1)
    return {name: text.encode() for name, text in found.items()}


def zipped(changes: dict[str, tuple[str, str]], folder: str = "kf015/") -> SimpleUploadedFile:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(changes).items():
            archive.writestr(folder + name, content)
        archive.writestr(f"{folder}scenarios/x.yaml", b"scenarios: []")
    return SimpleUploadedFile("kf015.zip", target.getvalue(), content_type="application/zip")


def administrator(hall: Hall) -> Client:
    return hall.client(hall.site.people["dingning"])


def by_two(hall: Hall, day: str) -> str:
    """Have one person bring the changed regime and another approve it from a day on; return its digest."""
    people = hall.site.people
    author, approver = people["songjia"], people["qiujianping"]
    assert hall.post_at(people["dingning"], f"{API}/org/grant", person=author.key, role="AUTHOR")[0] == 200
    brought = hall.client(author).post(f"{API}/drafts?command=bring-{day}", {"file": zipped(OTHERWISE)})
    assert brought.status_code == 200, brought.content.decode()
    said = {"draft": brought.json()["key"], "on": 1, "version": "1.1.0", "effective_from": day}
    said["note"] = "只改了一处，场景在原来的制度包里"
    status, told = hall.post_at(author, f"{API}/authoring/propose", **said, approver=approver.key)
    assert status == 200, told
    digest = hall.get(approver, f"{API}/drafts/{said['draft']}")["proposal"]["digest"]
    proof = {"username": approver.username, "password": approver.password}
    approval = {"draft": said["draft"], "digest": digest, "credential": proof}
    status, told = hall.post_at(approver, f"{API}/authoring/approve", **approval)
    assert status == 200, told
    return str(digest)


def paper(hall: Hall, key: str) -> str:
    return hall.page(hall.lead, f"p/desk/handover/{key}/record")


def test_the_page_shows_what_is_other_and_nothing_is_in_force_by_looking(hall: Hall) -> None:
    client = administrator(hall)
    page = client.post(f"{SITE}/adopt-regime", {"files": zipped(OTHERWISE)}, follow=True).content.decode()
    (changes,) = re.findall(r"与现行版本的不同.*?</section>", page, re.S)
    assert len(re.findall("<li>", changes)) == 1
    assert "到岗" in changes
    assert ("制度包可用，还没有采用" in page, "版本 1.1.0 已经" in page) == (True, False)
    assert ('id="two-people"' in page, "do/org.adopt_regime" in page) == (True, False)
    assert [one["version"] for one in hall.get(hall.lead, f"{API}/regimes")] == ["1.0.0"]


def test_a_handover_keeps_the_version_under_which_it_began_and_the_next_one_has_the_new(hall: Hall) -> None:
    before = hall.to("offer").running["handover"]["regime"]
    today = hall.turn.shift.ends_at.date().isoformat()
    after = by_two(hall, today)
    assert after != before
    first = hall.key
    hall.to("signed")  # the relief came at 14:48: in time by the running version, late by the new one
    assert hall.last["handover"]["regime"] == before
    hall.turn = hall.turn.next
    hall.at("22:30").ok(hall.out, "handover.open")
    assert hall.running["handover"]["regime"] == after
    hall.at("22:45:01").ok(hall.relief, "handover.report_in")  # fifteen, as the new one says
    assert hall.running["handover"]["presence"][hall.relief.key]["on_time"] is False
    assert "FK-C-KF-015 1.0.0" in paper(hall, first)
    assert "FK-C-KF-015 1.1.0" in paper(hall, hall.key)
    past = hall.get(hall.lead, f"/handovers/{first}")["handover"]
    assert past["presence"][past["arriving"][0]]["on_time"] is True


def test_until_its_day_the_old_version_holds(hall: Hall) -> None:
    by_two(hall, "2026-11-24")
    listed = hall.page(hall.lead, "regimes")
    assert "版本 1.1.0 自 2026-11-24 起执行" in listed
    hall.to("offer").at("14:50:00").ok(hall.relief, "handover.report_in")
    assert hall.running["handover"]["presence"][hall.relief.key]["on_time"] is True


def test_whoever_administers_does_not_put_a_version_in_force_alone(hall: Hall) -> None:
    client = administrator(hall)
    sent = [SimpleUploadedFile(name, content) for name, content in files(OTHERWISE).items()]
    told = client.post(f"{API}/packs", {"files": sent})
    assert told.status_code == 200, told.content
    pack: dict[str, Any] = told.json()
    assert (pack["regime"], pack["version"], len(pack["digest"])) == ("kf015", "1.1.0", 64)
    said = {name: pack[name] for name in ("regime", "version", "digest")} | {"effective_from": "2026-11-24"}
    status, refused = hall.post_at(hall.site.people["dingning"], f"{API}/org/adopt_regime", **said)
    assert (status, refused["code"]) == (422, "two-people-publish")
    form = {**said, "command": "adopt-alone-1", "next": f"{SITE}/regimes", "back": f"{SITE}/adopt-regime"}
    client.post(f"{SITE}/do/org.adopt_regime", form)
    assert [one["version"] for one in hall.get(hall.lead, f"{API}/regimes")] == ["1.0.0"]


def test_what_is_wrong_is_named_with_file_and_line_and_nothing_is_kept(hall: Hall) -> None:
    broken = {"handover.yaml": ("clause: kf015/4.1a", "clause: kf015/9.9")}
    client = administrator(hall)
    page = client.post(f"{SITE}/adopt-regime", {"files": zipped(broken)})
    text = page.content.decode()
    assert (page.status_code, "handover.yaml" in text, "kf015/9.9" in text) == (422, True, True)
    told = client.post(f"{API}/packs", {"files": zipped(broken)})
    assert (told.status_code, told.json()["errors"][0]["field"][:14]) == (422, "handover.yaml:")
    for content in (b"PK\x03\x04 no archive", b"", b"\x89PNG"):
        sent = SimpleUploadedFile("x.zip", content)
        assert client.post(f"{API}/packs", {"files": sent}).status_code in (400, 422)
        assert client.post(f"{SITE}/adopt-regime", {"files": SimpleUploadedFile("x.zip", content)}).status_code == 422
    assert client.post(f"{SITE}/adopt-regime").status_code == 422
    assert client.get(f"{SITE}/adopt-regime?pack={'0' * 64}").status_code == 404
    assert client.get(f"{SITE}/adopt-regime?pack=x").status_code == 404


def test_nobody_but_the_administrator(hall: Hall) -> None:
    for who in (hall.out, hall.lead):
        client = hall.client(who)
        assert client.get(f"{SITE}/adopt-regime").status_code == 403
        assert client.post(f"{SITE}/adopt-regime", {"files": zipped(OTHERWISE)}).status_code == 403
        assert client.post(f"{API}/packs", {"files": zipped(OTHERWISE)}).status_code == 403
    assert "核对制度包" not in hall.page(hall.lead, "regimes")


def test_the_folder_of_the_archive_does_not_matter() -> None:
    names = set(files(OTHERWISE)) | {"scenarios/x.yaml"}
    for folder in ("", "kf015/", "a/b/"):
        assert set(files_of([("p.zip", zipped(OTHERWISE, folder).read())])) == names
