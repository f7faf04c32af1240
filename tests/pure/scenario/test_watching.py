"""`jiaoban regime watch`: news after every saving, nothing without one, and gone when it is mended."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.cli.watching import MOST_SHOWN, judged, watch


@pytest.fixture
def pump(tmp_path: Path) -> Path:
    folder = tmp_path / "pump"
    assert main(["regime", "new", str(folder), "--title", "泵站", "--issuer", "站", "--post", "岗"]) == 0
    return folder


def change(file: Path, old: str, new: str) -> Callable[[], None]:
    def run() -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    return run


class Ended(Exception):
    pass


def watched(folder: Path, *events: Callable[[], None] | None) -> list[str]:
    """Watch a folder in which one of the events happens between two looks (None: nothing)."""
    todo: Iterator[Callable[[], None] | None] = iter(events)

    def wait() -> None:
        try:
            event = next(todo)
        except StopIteration:
            raise Ended from None
        if event is not None:
            event()

    told: list[str] = []
    try:
        for text in watch(folder, wait):
            told.append(text)  # noqa: PERF402 - what was told before the end counts
    except Ended:
        pass
    return told


def test_a_mistake_is_told_with_its_place_and_goes_when_it_is_mended(pump: Path) -> None:
    file = pump / "handover.yaml"
    good, bad, again = watched(
        pump,
        None,
        change(file, "clear_when:", "clear_wen:"),
        None,
        None,
        change(file, "clear_wen:", "clear_when:"),
        None,
    )
    assert good == again
    assert "8 passed, 0 failed" in good
    assert "handover.yaml:" in bad
    assert "是不是「clear_when」" in bad
    assert "Did you mean" in bad


def test_without_a_change_nothing_is_told(pump: Path) -> None:
    file = pump / "pack.yaml"
    assert len(watched(pump, *[None] * 5, lambda: os.utime(file), None, None)) == 1


def test_while_somebody_is_saving_nothing_is_told(pump: Path) -> None:
    file = pump / "pack.yaml"
    steps = [change(file, f'"0.{n}"', f'"0.{n + 1}"') for n in range(1, 5)]
    told = watched(pump, None, *steps, None, None)
    assert [text.splitlines()[-1].split(" ")[2] for text in told] == ["0.1", "0.5"]


def test_a_scenario_that_fails_is_told(pump: Path) -> None:
    file = pump / "scenarios" / "handover.yaml"
    _, bad = watched(pump, None, change(file, "holds: [李四]\n", "holds: [张三]\n"), None)
    assert "应为: [张三]" in bad
    assert "7 passed, 1 failed" in bad


def test_a_mistake_in_a_scenario_is_told(pump: Path) -> None:
    change(pump / "scenarios" / "handover.yaml", "does: handover.sign", "does: handover.sing")()
    assert "handover.sign" in judged(pump)
    assert "problems in the scenarios" in judged(pump)


def test_what_is_told_is_bounded(pump: Path) -> None:
    change(pump / "handover.yaml", "id:", "di:")()
    assert judged(pump).count("handover.yaml:") == MOST_SHOWN
    assert "还有" in judged(pump)


def test_a_folder_that_goes_away_is_told(pump: Path) -> None:
    def leave() -> None:
        pump.rename(pump.with_name("gone"))

    told = watched(pump, None, leave, None)
    assert "The folder is gone" in told[-1]


@pytest.mark.parametrize("words", [["nowhere"], ["--every", "0", "."], ["--every", "x", "."]])
def test_wrong_use_ends_with_two(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(["regime", "watch", *words]))
    assert ended.value.code == 2


def test_ctrl_c_ends_it_well(pump: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(seconds: float) -> None:
        assert seconds == 0.5
        if "8 passed" in capsys.readouterr().out:
            raise KeyboardInterrupt

    monkeypatch.setattr("jiaoban.cli.watching.time.sleep", stop)
    assert main(["regime", "watch", str(pump)]) == 0
