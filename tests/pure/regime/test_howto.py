"""The examples of the how-to pages are packs: each is put into a bare regime, loaded and checked."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiaoban.regime.load import Report, examine_bytes

PAGES = sorted((Path(__file__).parents[3] / "docs" / "how-to").glob("write-*.md"))
SUBJECTS = {
    *(
        "gates",
        "steps",
        "sections",
        "subjects",
        "counts",
        "meetings",
        "signatures",
        "attribution",
        "duties",
        "readings",
        "absences",
    ),
    *("people", "ways-out", "ambiguities", "gatherings", "attendance", "rosters", "reports"),
    *("leads", "ladders", "everyday", "owners", "aftersales", "funds", "careers"),
}
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CLAUSE = re.compile(r"station/[0-9.]+")
BARE = """
presence: {id: there, clause: station/0, lead: PT10M}
steps: [{id: over, clause: station/0, title: 签字, by: incoming, by_signature: true}]
sections: [{id: told, clause: station/0, title: 交待, required: false}]
signatures:
  - {id: one, clause: station/0, party: outgoing, says: 交}
  - {id: two, clause: station/0, party: incoming, says: 接}
exits: [{id: stop, clause: station/0, way: cancel, title: 取消, by: [outgoing], asks: 为什么}]
holdings:
  - {basis: FIRST, clause: station/0, says: 首班}
  - {basis: HANDOVER, clause: station/0, says: 已签}
  - {basis: WAITING, clause: station/0, says: 等待}
  - {basis: UNATTENDED, clause: station/0, says: 无人}
  - {basis: TAKEOVER, clause: station/0, says: 接管}
"""
BESIDE = (
    *("meetings", "gatherings", "attendance", "roster", "absence", "leads", "ladders"),
    *("aftersales", "funds", "careers", "reports", "ambiguities"),
)


def example(page: Path) -> str:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    assert len(found) == 1, f"{page.name} has {len(found)} examples, not one"
    return str(found[0])


def loaded(text: str) -> Report:
    """A page's example in a bare regime: a list that the example has stands in place of the bare one."""
    said: dict[str, Any] = yaml.safe_load(text)
    beside = {name for name in said if name in BESIDE or (name == "duties" and isinstance(said[name], dict))}
    handover = {**yaml.safe_load(BARE), **{name: value for name, value in said.items() if name not in beside}}
    ids = sorted({"station/0", *CLAUSE.findall(text), *CLAUSE.findall(BARE)})
    clauses = [{"id": one, "number": one[8:], "kind": "gate", "says": "条文"} for one in ids]
    head = {
        "id": "station",
        "number": "1",
        "title": "例",
        "issuer": "例",
        "scope": "例",
        "version": "1",
        "approver": "例",
    }
    files: dict[str, Any] = {
        "pack.yaml": {**head, "effective_from": "2026-01-01", "languages": ["zh"]},
        "clauses.yaml": clauses,
        "handover.yaml": handover,
        **{f"{name}.yaml": said[name] for name in sorted(beside)},
    }
    return examine_bytes({name: yaml.safe_dump(part, allow_unicode=True).encode() for name, part in files.items()})


def test_there_is_a_page_for_every_subject() -> None:
    assert {page.stem.removeprefix("write-") for page in PAGES} == SUBJECTS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_example_is_a_pack_without_a_fault(page: Path) -> None:
    report = loaded(example(page))
    assert [str(one) for one in (*report.problems, *report.warnings)] == []
    assert report.pack is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_slip_in_the_example_is_found(page: Path) -> None:
    """The check bites: the same example with a clause that is no regime's is refused."""
    assert loaded(example(page).replace("station/1", "nowhere/1")).pack is None
