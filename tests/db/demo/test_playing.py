"""`jiaoban demo play`: a scenario in the real book of a demo site, whole or not at all."""

from pathlib import Path

import pytest

from jiaoban.handover import queries as handovers
from jiaoban.ledger.store import DbBook, sites
from jiaoban.ledger.verify import verify_all
from jiaoban.org import queries
from tests.conftest import ROOT
from tests.db.org.test_commands import GOOD_PASSWORD, Shell, shell

__all__ = ["shell"]
KF015 = str(ROOT / "regimes" / "kf015")
SIGNED = "一切齐备，双方签字"


@pytest.fixture
def desk(shell: Shell) -> Shell:
    shell.run("user", "add", "zhang", "--name", "张工", typed=f"{GOOD_PASSWORD}\n")
    return shell


def test_the_signed_handover_stands_in_the_book(desk: Shell) -> None:
    told = desk.json("demo", "play", "desk", KF015, SIGNED, "--administrator", "zhang")
    book = DbBook("desk")
    assert (told["holds"], told["acts"]) == (["刘洋"], book.size)
    assert len(handovers.holders(book, "desk")) == 1
    assert queries.site(book).demo
    assert [one.regime for one in queries.regimes(book)] == ["kf015"]
    assert any(act.payload.KIND == "handover.signed" for act in book.acts())
    (report,) = verify_all(None, sites=["desk"])
    assert report.findings == ()


@pytest.mark.parametrize(
    "words",
    [
        ("desk", KF015, "没有这样的场景", "--administrator", "zhang"),
        ("desk", KF015, "不能", "--administrator", "zhang"),
        ("desk", KF015, SIGNED, "--administrator", "nobody"),
        ("../desk", KF015, SIGNED, "--administrator", "zhang"),
    ],
)
def test_what_cannot_be_played_leaves_no_site(words: tuple[str, ...], desk: Shell) -> None:
    code, text = desk.run("demo", "play", *words)
    assert code == 1
    assert text.strip()
    assert sites() == []


def test_a_scenario_that_fails_leaves_no_site(desk: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "pump"
    assert desk.run("regime", "new", str(folder), "--title", "泵站", "--issuer", "站", "--post", "岗")[0] == 0
    scenarios = folder / "scenarios" / "handover.yaml"
    scenarios.write_text(scenarios.read_text(encoding="utf-8").replace("holds: [李四]\n", "holds: [张三]\n"), "utf-8")
    code, text = desk.run("demo", "play", "pumps", str(folder), "一切齐备", "--administrator", "zhang")
    assert (code, "应为: [张三]" in text, sites()) == (1, True, [])


def test_a_site_is_not_played_over(desk: Shell) -> None:
    assert desk.run("demo", "play", "desk", KF015, SIGNED, "--administrator", "zhang")[0] == 0
    size = DbBook("desk").size
    assert desk.run("demo", "play", "desk", KF015, SIGNED, "--administrator", "zhang")[0] == 1
    assert DbBook("desk").size == size
