"""A pack that was just begun is good, and its scenarios pass, whatever was answered."""

from datetime import date
from pathlib import Path

import pytest

from jiaoban.cli.main import main
from jiaoban.kernel.words import Words
from jiaoban.regime.load import examine
from jiaoban.regime.starting import Answers, BadAnswer, begin
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

ASKED = {
    "code": "pump",
    "title": Words(zh="泵站交接班制度", en="Handover at the pumps"),
    "issuer": Words(zh="水务站", en="Water works"),
    "post": Words(zh="泵站值班室", en="Pump room"),
    "day": date(2026, 11, 1),
}
GOOD = {
    "two shifts": {},
    "three shifts from midnight": {"shifts": ("00:00", "08:00", "16:00")},
    "the last one begins before midnight": {"shifts": ("06:30", "14:30", "22:30"), "lead": 60},
    "in another order": {"shifts": ("20:00", "08:00")},
    "a handover at midnight": {"shifts": ("16:00", "23:59", "08:00")},
    "a handover late in the evening": {"shifts": ("01:00", "23:00")},
    "six shifts": {"shifts": ("00:00", "04:00", "08:00", "12:00", "16:00", "20:00")},
    "the day on which clocks go forward": {"zone": "Europe/Berlin", "day": date(2026, 3, 29)},
    "signs that YAML reads otherwise": {
        "title": Words(zh="#1: 'a' \"b\" & *c, [d]!", en="- no: 08:00"),
        "number": "007",
        "approver": "no",
    },
    "Chinese alone": {"title": Words(zh="制度"), "issuer": Words(zh="站"), "post": Words(zh="岗")},
    "English alone": {
        "title": Words(zh="", en="Rules"),
        "issuer": Words(zh="", en="Station"),
        "post": Words(zh="", en="Post"),
    },
}
BAD = {
    "a code with a capital": ({"code": "Pump"}, "no code"),
    "an empty code": ({"code": ""}, "no code"),
    "no title": ({"title": Words(zh=" ")}, "title is missing"),
    "a title of two lines": ({"title": Words(zh="一\n二")}, "one line"),
    "a very long title": ({"title": Words(zh="长" * 500)}, "one line"),
    "curly brackets": ({"post": Words(zh="{names}")}, "curly"),
    "one shift": ({"shifts": ("08:00",)}, "2 to 6"),
    "shifts too short": ({"shifts": ("08:00", "09:00")}, "2 to 6"),
    "the same time twice": ({"shifts": ("08:00", "08:00")}, "2 to 6"),
    "no clock time": ({"shifts": ("8am", "20:00")}, "clock time"),
    "too early": ({"lead": 61}, "1 to 60"),
    "no such zone": ({"zone": "Mars/Olympus"}, "time zone"),
}


@pytest.mark.parametrize("said", GOOD.values(), ids=GOOD)
def test_what_is_begun_is_good_and_its_scenarios_pass(said: dict[str, object], tmp_path: Path) -> None:
    for name, text in begin(Answers(**{**ASKED, **said})).items():  # type: ignore[arg-type]
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = examine(tmp_path)
    assert report.pack is not None, report.problems
    assert report.warnings == ()
    reading = read(tmp_path, report.pack)
    assert reading.problems == []
    assert [one.case.scenario.name for one in Runner(report.pack).run(reading.cases) if not one.passed] == []
    named = {clause for case in reading.cases for clause in case.scenario.shows}
    assert named == {one.id for one in report.pack.clauses if not one.no_rule}
    assert all("#" in text.partition("\n")[0] for name, text in begin(Answers(**ASKED)).items())  # type: ignore[arg-type]


@pytest.mark.parametrize(("said", "sentence"), BAD.values(), ids=BAD)
def test_what_makes_no_pack_is_refused_with_a_sentence(said: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadAnswer, match=sentence) as raised:
        begin(Answers(**{**ASKED, **said}))  # type: ignore[arg-type]
    assert raised.value.words.zh


def test_the_command_makes_a_folder_that_checks_and_tests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "pump")
    assert main(["regime", "new", folder, "--title", "泵站", "--issuer", "站", "--post-en", "Pumps"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "8 passed, 0 failed"
    assert main(["regime", "check", folder]) == 0
    assert main(["regime", "test", folder]) == 0
    assert [one.name for one in tmp_path.iterdir()] == ["pump"]


@pytest.mark.parametrize(
    "words", [["--title", "泵站"], ["--title", "x", "--issuer", "y", "--post", "z", "--code", "A"]]
)
def test_a_bad_answer_is_wrong_use_and_makes_nothing(words: list[str], tmp_path: Path) -> None:
    assert main(["regime", "new", str(tmp_path / "pump"), *words]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pump").mkdir()
    assert main(["regime", "new", str(tmp_path / "pump"), "--title", "a", "--issuer", "b", "--post", "c"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert list((tmp_path / "pump").iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["regime", "new", str(tmp_path / "file" / "pump"), "--title", "a", "--issuer", "b", "--post", "c"]) == 1
    assert "cannot be written" in capsys.readouterr().err
