"""Drafts of regimes over HTTP, from an archive to a version in force: everything that the pages can do."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.authoring import archive, replays
from jiaoban.org import packs, queries
from jiaoban.org.door import as_system
from jiaoban.regime.unpacking import LARGEST
from tests import cast
from tests.api.conftest import API, NOW, Caller, told
from tests.conftest import ROOT

Call = Callable[[cast.Member], Caller]
HYDRO = ROOT / "regimes" / "hydro"
DRAFTS = f"{API}/sites/{cast.SITE}/drafts"
VERBS = f"{API}/sites/{cast.SITE}/authoring"


def files_of(folder: Path) -> dict[str, str]:
    return {f"{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*") if path.is_file()}


def bring(caller: Caller, content: bytes, command: str = "bring-0001") -> Any:
    headers = {"Authorization": f"Bearer {caller.key}"}
    sent = {"file": SimpleUploadedFile("pack.zip", content)}
    return caller.client.post(f"{DRAFTS}?command={command}", sent, headers=headers)


def brought(caller: Caller) -> str:
    return str(told(bring(caller, archive.pack(files_of(HYDRO), "hydro")))["key"])


def test_a_draft_goes_from_an_archive_to_a_version_in_force(caller: Call) -> None:
    author, head = caller(cast.AUTHOR), caller(cast.HEAD)
    key = brought(author)
    assert told(bring(author, archive.pack(files_of(HYDRO), "hydro")))["key"] == key
    assert told(author.get(f"{DRAFTS}/{key}/texts")) == files_of(HYDRO)
    saved = author.post(f"{VERBS}/save", {"draft": key, "on": 1, "file": "README.md", "text": "说明"})
    assert told(saved)["acts"][0]["payload"]["revision"] == 2
    refused = told(author.post(f"{VERBS}/save", {"draft": key, "on": 1, "file": "README.md", "text": "别的"}), 409)
    assert refused["reasons"][0]["code"] == "written-meanwhile"
    said = {"draft": key, "on": 2, "version": "1.2.0", "effective_from": "2026-12-01", "approver": cast.HEAD.key}
    told(author.post(f"{VERBS}/propose", said))
    digest = told(head.get(f"{DRAFTS}/{key}"))["proposal"]["digest"]
    own = {"username": cast.AUTHOR.username, "password": cast.AUTHOR.password}
    told(author.post(f"{VERBS}/approve", {"draft": key, "digest": digest, "credential": own}), 403)
    theirs = {"username": cast.HEAD.username, "password": cast.HEAD.password}
    told(head.post(f"{VERBS}/approve", {"draft": key, "digest": digest, "credential": theirs}))
    assert told(head.get(f"{DRAFTS}/{key}"))["stage"] == "PUBLISHED"
    versions = queries.regimes(as_system(cast.SITE).book)[0].versions
    assert [one.digest for one in versions][-1] == digest


def test_what_is_typed_is_checked_and_not_saved(caller: Call) -> None:
    author = caller(cast.AUTHOR)
    key = brought(author)
    good = told(author.post(f"{DRAFTS}/{key}/check", {}, command=None))
    assert (good["usable"], good["problems"], good["scenarios"] > 100) == (True, [], True)
    bad = told(author.post(f"{DRAFTS}/{key}/check", {"texts": {"clauses.yaml": "# 条款\n\t- id: a"}}, command=None))
    assert not bad["usable"]
    assert (bad["problems"][0]["file"], bad["problems"][0]["line"]) == ("clauses.yaml", 2)
    assert told(author.get(f"{DRAFTS}/{key}"))["revision"] == 1


def test_scenarios_and_differences_are_told(caller: Call) -> None:
    author = caller(cast.AUTHOR)
    key = brought(author)
    tried = told(author.get(f"{DRAFTS}/{key}/scenarios"))
    assert (tried["failed"], tried["left"], tried["passed"]) == (0, 0, len(tried["scenarios"]))
    course = told(author.get(f"{DRAFTS}/{key}/scenarios/0"))
    assert course["passed"]
    of_gates = next(place for place, one in enumerate(tried["scenarios"]) if "hydro/1.1c1" in one["shows"])
    course = told(author.get(f"{DRAFTS}/{key}/scenarios/{of_gates}"))
    assert any(step["gates"] for step in course["steps"])
    told(author.get(f"{DRAFTS}/{key}/scenarios/9999"), 404)
    assert told(author.get(f"{DRAFTS}/{key}/difference"))["same"]
    packed = author.get(f"{DRAFTS}/{key}/archive")
    assert archive.unpack(packed.content) == files_of(HYDRO)


def test_a_replay_is_asked_for_stopped_and_reported(caller: Call) -> None:
    author = caller(cast.AUTHOR)
    key = brought(author)
    at = f"{DRAFTS}/{key}/replays"
    assert told(author.post(at, {"command": "replay-01"}, command=None))["state"] == replays.WAITING
    taken = replays.claim(NOW)
    assert taken is not None
    replays.run(taken.key, taken.worker)
    done = told(author.get(f"{at}/replay-01"))
    assert (done["state"], done["report"]["summary"]["handovers"]) == (replays.DONE, 0)
    told(author.post(at, {"command": "replay-02"}, command=None))
    assert told(author.post(f"{at}/replay-02/stop", {}, command=None))["state"] == replays.STOPPED
    assert [one["key"] for one in told(author.get(at))] == ["replay-02", "replay-01"]
    told(caller(cast.HEAD).post(at, {"command": "replay-03"}, command=None), 403)
    told(author.get(f"{at}/nothing"), 404)


def test_what_is_no_archive_and_who_is_no_author(caller: Call) -> None:
    author = caller(cast.AUTHOR)
    assert told(bring(author, b"no zip", "bring-0002"), 400)["detail"]
    told(bring(author, io.BytesIO(b"x" * (LARGEST + 1)).getvalue(), "bring-0003"), 413)
    told(bring(caller(cast.A_LEAD), archive.pack(files_of(HYDRO), "hydro"), "bring-0004"), 403)


def test_drafts_are_seen_by_authors_and_approvers_and_published_versions_by_everybody(caller: Call) -> None:
    author, head, lead = caller(cast.AUTHOR), caller(cast.HEAD), caller(cast.A_LEAD)
    key = brought(author)
    below = ("", "/texts", "/scenarios", "/scenarios/0", "/difference", "/replays", "/archive")
    assert [head.get(f"{DRAFTS}/{key}{one}").status_code for one in below] == [200] * len(below)
    assert [lead.get(f"{DRAFTS}/{key}{one}").status_code for one in below] == [403] * len(below)
    assert (head.get(DRAFTS).status_code, lead.get(DRAFTS).status_code) == (200, 403)
    told(lead.post(f"{DRAFTS}/{key}/check", {}, command=None), 403)
    said = {"draft": key, "on": 1, "version": "1.2.0", "effective_from": "2026-12-01", "approver": cast.HEAD.key}
    told(author.post(f"{VERBS}/propose", said))
    digest = told(head.get(f"{DRAFTS}/{key}"))["proposal"]["digest"]
    theirs = {"username": cast.HEAD.username, "password": cast.HEAD.password}
    told(head.post(f"{VERBS}/approve", {"draft": key, "digest": digest, "credential": theirs}))
    regime = f"{API}/sites/{cast.SITE}/regimes/hydro"
    found = told(lead.get(f"{regime}/difference"))
    assert (found["old"]["version"], found["new"]["version"], found["same"]) == ("1.1.0", "1.2.0", False)
    assert told(lead.get(f"{regime}/difference?old=1.2.0&new=1.2.0"))["same"]
    told(lead.get(f"{regime}/difference?old=2"), 404)


def test_a_pack_whose_scenarios_fail_is_not_kept(caller: Call) -> None:
    administrator = caller(cast.ADMINISTRATOR)
    at, headers = f"{API}/sites/{cast.SITE}/packs", {"Authorization": f"Bearer {administrator.key}"}

    def send(texts: dict[str, str]) -> Any:
        sent = {"files": SimpleUploadedFile("pack.zip", archive.pack(texts, "hydro"))}
        return administrator.client.post(at, sent, headers=headers)

    texts = files_of(HYDRO)
    good = told(send(texts))
    assert good["scenarios"] > 100
    assert packs.source_files(good["source"]) == {name: text.encode() for name, text in texts.items()}
    name = next(name for name, text in texts.items() if "stage: CLOSED" in text)
    bad = told(send({**texts, name: texts[name].replace("stage: CLOSED", "stage: DRAFT", 1)}), 422)
    assert bad["code"] == "scenarios-fail"
    assert bad["reasons"][0]["names"][0].startswith(f"{name}:")
