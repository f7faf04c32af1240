"""`jiaoban regime key`, `pack` and `install --to`."""

import json
import stat
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.tlog.keys import VerifierKey


@pytest.fixture
def pump(tmp_path: Path) -> Path:
    folder = tmp_path / "pump"
    assert main(["regime", "new", str(folder), "--title", "泵站", "--issuer", "站", "--post", "岗"]) == 0
    return folder


@pytest.fixture
def keys(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Path, Path]:
    """A private key and the file with its public half."""
    private, public = tmp_path / "author.key", tmp_path / "trusted.keys"
    capsys.readouterr()
    assert main(["regime", "key", "works.example/zhang", "-o", str(private)]) == 0
    public.write_text("# who may send us regimes\n\n" + capsys.readouterr().out, encoding="utf-8")
    return private, public


def pack(folder: Path, *more: str) -> Path:
    file = folder.with_suffix(".zip")
    assert main(["regime", "pack", str(folder), "-o", str(file), *more]) == 0
    return file


def install(file: Path, trusted: Path, to: Path, *more: str) -> int:
    return main(["regime", "install", str(file), "--trust", str(trusted), "--to", str(to), *more])


def test_a_key_is_the_owners_alone_and_is_never_replaced(keys: tuple[Path, Path]) -> None:
    private, public = keys
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    VerifierKey.parse(public.read_text(encoding="utf-8").splitlines()[-1])
    before = private.read_bytes()
    assert main(["regime", "key", "works.example/zhang", "-o", str(private)]) == 1
    assert private.read_bytes() == before
    assert main(["regime", "key", "two words", "-o", str(private.with_name("x"))]) == 2


def test_a_pack_travels_and_is_the_same(
    pump: Path, keys: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = pack(pump, "--key", str(keys[0]))
    first = file.read_bytes()
    assert pack(pump, "--key", str(keys[0])).read_bytes() == first
    capsys.readouterr()
    assert install(file, keys[1], tmp_path / "there", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["signed_by"], told["scenarios"]) == (["works.example/zhang"], 8)
    names = {path.relative_to(pump).as_posix() for path in pump.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path / "there").as_posix() for path in (tmp_path / "there").rglob("*.*")} == names
    assert all((pump / name).read_bytes() == (tmp_path / "there" / name).read_bytes() for name in names)
    assert main(["regime", "test", str(tmp_path / "there")]) == 0


def test_without_a_trusted_signature_nothing_is_installed(
    pump: Path, keys: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert install(pack(pump), keys[1], tmp_path / "there") == 1
    assert "is not signed" in capsys.readouterr().err
    assert main(["regime", "key", "somebody", "-o", str(tmp_path / "other.key")]) == 0
    assert install(pack(pump, "--key", str(tmp_path / "other.key")), keys[1], tmp_path / "there") == 1
    assert "no signature by a key that is trusted" in capsys.readouterr().err
    assert not (tmp_path / "there").exists()


def test_a_changed_file_is_not_installed(pump: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    file = pack(pump, "--key", str(keys[0]))
    file.write_bytes(file.read_bytes().replace("三号阀门没有关".encode(), "三号阀门没有开".encode()))
    assert install(file, keys[1], tmp_path / "there") == 1
    assert not (tmp_path / "there").exists()


def test_a_folder_that_is_there_is_not_touched(pump: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    file = pack(pump, "--key", str(keys[0]))
    before = sorted(path.name for path in tmp_path.iterdir())
    assert install(file, keys[1], pump) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_pack_whose_scenarios_fail_is_neither_packed(pump: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenarios = pump / "scenarios" / "handover.yaml"
    scenarios.write_text(scenarios.read_text(encoding="utf-8").replace("holds: [李四]\n", "holds: [张三]\n"), "utf-8")
    assert main(["regime", "pack", str(pump), "-o", str(pump.with_suffix(".zip"))]) == 1
    assert "1 scenarios fail" in capsys.readouterr().err
    assert not pump.with_suffix(".zip").exists()


def test_a_link_is_not_packed(pump: Path, tmp_path: Path) -> None:
    (pump / "README.md").symlink_to(tmp_path / "secret")
    assert main(["regime", "pack", str(pump), "-o", str(pump.with_suffix(".zip"))]) == 1


@pytest.mark.parametrize("content", ["", "# nobody\n", "PRIVATE+KEY+a+00000000+AAAA\n", "x"])
def test_a_list_of_keys_that_is_none_is_wrong_use(content: str, pump: Path, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(content, encoding="utf-8")
    assert install(pack(pump), tmp_path / "keys", tmp_path / "there") == 2


@pytest.mark.parametrize("more", [["--from", "2026-12-01"]])
def test_a_day_is_for_sites(more: list[str], pump: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    assert install(pack(pump), keys[1], tmp_path / "there", *more) == 2


def test_what_cannot_be_written_or_read_is_said(pump: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    assert main(["regime", "pack", str(pump), "-o", str(tmp_path / "no" / "x.zip")]) == 1
    assert main(["regime", "pack", str(pump), "-o", str(tmp_path / "x.zip"), "--key", str(keys[1])]) == 2
    assert install(tmp_path / "nowhere.zip", keys[1], tmp_path / "there") == 2
