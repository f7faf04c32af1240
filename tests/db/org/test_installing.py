"""`jiaoban regime install --site`: a signed pack is adopted by the verb that folders are adopted by, or nothing is."""

from pathlib import Path

import pytest

from jiaoban.ledger import files
from jiaoban.ledger.store import DbBook
from jiaoban.org import packs, queries
from tests.conftest import ROOT
from tests.db.org.test_commands import GOOD_PASSWORD, Shell, shell

__all__ = ["shell"]
RAMP = str(ROOT / "regimes" / "examples" / "ramp")


@pytest.fixture
def plant(shell: Shell, tmp_path: Path) -> tuple[Path, Path]:
    """A founded site, a packed regime signed by its author, and the file of trusted keys."""
    shell.run("user", "add", "chen", typed=f"{GOOD_PASSWORD}\n")
    assert shell.run("site", "add", "plant", "厂站", "--administrator", "chen")[0] == 0
    key, packed, trusted = tmp_path / "author.key", tmp_path / "ramp.zip", tmp_path / "trusted"
    trusted.write_text(shell.json("regime", "key", "works.example/zhang", "-o", str(key))["public"] + "\n")
    assert shell.run("regime", "pack", RAMP, "-o", str(packed), "--key", str(key))[0] == 0
    return packed, trusted


def test_a_signed_pack_is_adopted(shell: Shell, plant: tuple[Path, Path]) -> None:
    packed, trusted = plant
    told = shell.json("regime", "install", str(packed), "--trust", str(trusted), "--site", "plant")
    assert told["signed_by"] == ["works.example/zhang"]
    (regime,) = queries.regimes(DbBook("plant"))
    assert (regime.regime, regime.versions[-1].digest) == ("ramp", told["adopted"]["digest"])
    assert told["adopted"]["digest"] == told["pack"]["digest"]
    source = regime.versions[-1].source
    assert files.get(source) == packed.read_bytes()  # signature and all
    assert packs.source_files(source)["handover.yaml"] == Path(RAMP, "handover.yaml").read_bytes()


def test_a_day_can_be_named(shell: Shell, plant: tuple[Path, Path]) -> None:
    words = ("regime", "install", str(plant[0]), "--trust", str(plant[1]), "--site", "plant", "--from", "2099-01-01")
    assert shell.json(*words)["adopted"]["effective_from"] == "2099-01-01"


@pytest.mark.parametrize("which", ["unsigned", "stranger", "damaged", "no site"])
def test_what_is_not_right_leaves_the_book_as_it_was(which: str, shell: Shell, plant: tuple[Path, Path]) -> None:
    packed, trusted = plant
    site = "plant"
    if which == "unsigned":
        assert shell.run("regime", "pack", RAMP, "-o", str(packed))[0] == 0
    elif which == "stranger":
        trusted.write_text(shell.json("regime", "key", "nobody", "-o", str(packed.with_name("other")))["public"])
    elif which == "damaged":
        packed.write_bytes(packed.read_bytes()[:-50])
    else:
        site = "elsewhere"
    size = DbBook("plant").size
    code, text = shell.run("regime", "install", str(packed), "--trust", str(trusted), "--site", site)
    assert code == 1
    assert text.strip()
    assert DbBook("plant").size == size
    assert queries.regimes(DbBook("plant")) == []
