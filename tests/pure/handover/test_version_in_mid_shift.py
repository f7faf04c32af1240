"""A version of a regime that begins at an hour: what was begun before it keeps the old checklist, what comes after has
the new one."""

from functools import cache
from pathlib import Path

import pytest

from jiaoban.handover import queries
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.verbs import perform
from jiaoban.kernel.zones import moved
from jiaoban.org import queries as org
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.load import load_bytes
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, LEAD, OUT, Desk, pack

HYDRO = Path(__file__).parents[3] / "regimes" / "hydro"
ANOTHER = """
  - id: lamps-off
    clause: hydro/2.1
    title: {zh: 照明已关, en: Lamps off}
    asks: {zh: 不用的照明已关。, en: Lamps that nobody needs are off.}
    parties: [outgoing]

  - id: area-cleaned
"""
AT_CCR = cast.AT_CCR["A"]


@cache
def newer(begins: str = "2026-11-23T07:40") -> Pack:
    """The regime with one more line on its checklist, in force from an hour on."""
    files = {one.name: one.read_text(encoding="utf-8") for one in HYDRO.glob("*.yaml")}
    files["pack.yaml"] = files["pack.yaml"].replace('"1.1.0"', '"1.2.0"').replace("2020-01-01", begins)
    files["handover.yaml"] = files["handover.yaml"].replace("\n  - id: area-cleaned\n", ANOTHER, 1)
    return load_bytes({name: text.encode() for name, text in files.items()})


class Versions(Desk):
    """The station at 07:30, with both versions at hand."""

    def packs(self, digest: str) -> Pack:
        return {one.digest: one for one in (pack(), newer(), newer("2026-11-23"))}[digest]

    def adopt(self, new: Pack) -> list[str]:
        """Adopt a version as the program does at the shell; return why not."""
        outcome = perform(
            self.book,
            "org.adopt_regime",
            AdoptRegime.of(new),
            actor=SYSTEM,
            place=org.place(self.book, "", self.now),
            now=self.now,
            command=f"adopt-{new.digest[:8]}-{self.now}",
            packs=self.packs,
        )
        return [one.code for one in outcome.refusal.reasons] if outcome.refusal else []

    def in_force(self) -> str:
        found = org.in_force(self.book, "hydro", self.now)
        return found.version if found else ""

    def points(self, one: Handover) -> set[object]:
        place = org.place(self.book, one.post, self.now)
        seen = queries.assessment(self.book, place, one, self.packs(one.regime), self.now)
        return {row["point"] for row in seen.rows("confirmations")}


def test_a_checklist_that_changes_in_mid_shift_changes_for_what_is_begun_after_it() -> None:
    desk = Versions()
    assert desk.adopt(newer()) == []
    desk.open()
    patrol = desk.handover
    assert (patrol.regime, "lamps-off" in desk.points(patrol)) == (pack().digest, False)

    desk.at("07:39:59")
    assert desk.in_force() == "1.1.0"
    desk.at("07:40")
    assert desk.in_force() == "1.2.0"
    desk.ok("handover.take_first", LEAD, at_post=cast.CCR, people=[AT_CCR.key])
    key = desk.ok("handover.open", AT_CCR, at_post=cast.CCR).acts[0].command
    control = queries.handover(desk.book, key)
    assert control
    assert (control.regime, "lamps-off" in desk.points(control)) == (newer().digest, True)
    entry = desk.ok("logbook.write", OUT, category="ROUND", text="巡视一遍").acts[0]
    assert entry.regime == newer().digest

    assert "lamps-off" not in desk.points(desk.handover)
    desk.signed()
    assert desk.handover.regime == pack().digest
    assert desk.handover.ending == "SIGNED"


def test_a_handover_that_is_opened_after_the_hour_wants_the_new_line() -> None:
    desk = Versions()
    assert desk.adopt(newer()) == []
    desk.at("07:41").open()
    desk.ok("handover.confirm", OUT, point="lamps-off")
    assert desk.points(desk.handover) >= {"lamps-off", "area-cleaned"}


def test_an_hour_that_has_passed_is_too_late_and_the_minute_that_runs_is_not() -> None:
    desk = Versions()
    desk.at("07:41")
    assert desk.adopt(newer()) == ["backdated-regime"]
    desk.at("07:40:59")
    assert desk.adopt(newer()) == []
    assert Versions().adopt(newer("2026-11-23")) == [], "today's midnight, as always"


def test_a_version_that_has_begun_stays_in_force_when_the_clock_goes_back_over_its_hour() -> None:
    desk = Versions()
    assert desk.adopt(newer()) == []
    back = EIGHT  # 08:00 becomes 07:00
    desk.ok("org.move_clock", cast.ADMINISTRATOR, zone="Asia/Bangkok", from_at=back, reason="西行")
    desk.now = back
    assert org.site(desk.book).zone == moved(cast.ZONE, back, "Asia/Bangkok")
    assert org.place(desk.book, cast.CCR, desk.now).clock(desk.now) == "07:00:00"
    assert desk.in_force() == "1.2.0"


@pytest.mark.parametrize(("begins", "kept"), [("2026-11-23", "2026-11-23"), ("2026-11-23T07:40", "2026-11-23T07:40")])
def test_the_book_says_the_hour_and_of_a_day_the_day_alone(begins: str, kept: str) -> None:
    desk = Versions()
    assert desk.adopt(newer(begins)) == []
    act = next(act for act in desk.book.acts() if act.kind == "org.regime_adopted" and act.payload.version == "1.2.0")  # type: ignore[attr-defined]
    assert act.envelope()["payload"]["effective_from"] == kept
