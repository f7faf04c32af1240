"""A checklist that changes in the middle of a night: what was begun under the old version ends under it."""

from datetime import date
from pathlib import Path
from typing import Any

from jiaoban.handover import queries
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.org import queries as org
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.load import load, load_bytes
from jiaoban.scenario.read import read
from jiaoban.scenario.world import found, world_of

FOLDER = Path(__file__).resolve().parents[3] / "regimes" / "examples" / "water"
OLD = load(FOLDER)


def newer() -> Any:
    """The same regime with one more thing to confirm, from midnight of the night on."""
    files = {one.name: one.read_bytes() for one in FOLDER.iterdir() if one.is_file()}
    more = "  - {id: basins-seen, clause: water/2.1, title: 清水池液位看过, parties: [incoming]}\n"
    gates = files["handover.yaml"].decode().replace("confirmations:\n", f"confirmations:\n{more}", 1)
    files["handover.yaml"] = gates.replace(
        "[safe-valves, safe-alarm]", "[safe-valves, safe-alarm, basins-seen]"
    ).encode()
    head = files["pack.yaml"].decode().replace('"1.0.0"', '"1.1.0"').replace("2020-01-01", "2026-03-11")
    return load_bytes({**files, "pack.yaml": head.encode()})


def test_a_handover_over_midnight_ends_under_the_version_under_which_it_began() -> None:
    new = newer()
    packs = {OLD.digest: OLD, new.digest: new}
    given = read(FOLDER, OLD).cases[0].given
    world = world_of(given, OLD)
    book = found(world)

    def do(clock: str, verb: str, who: str = "", post: str = "ctrl", **said: Any) -> str:
        known, now = find_verb(verb), world.moment(clock)
        assert known is not None
        made = perform(
            book,
            verb,
            known.args.model_validate(said),
            actor=org.actor(book, world.keys[who]) if who else SYSTEM,
            place=org.place(book, "" if known.scope == "site" else post, now),
            now=now,
            command=f"{verb}-{clock}-{who}",
            packs=packs.__getitem__,
        )
        assert made.refusal is None, made.refusal
        return made.acts[0].command

    do("22:00", "org.adopt_regime", **AdoptRegime.of(new, Start(date(2026, 3, 11))).model_dump())
    people = world.keys
    first = do(
        "23:40", "handover.open", "张工", leaving=[people["张工"]], arriving=[people["王工"]], rest_of_shift=True
    )
    second = do(
        "+1 00:30", "handover.open", "李工", leaving=[people["李工"]], arriving=[people["赵工"]], rest_of_shift=True
    )

    def points(key: str, clock: str) -> set[str]:
        one, now = queries.handover(book, key), world.moment(clock)
        assert one is not None
        seen = queries.assessment(book, org.place(book, "ctrl", now), one, packs[one.regime], now)
        return {str(row["point"]) for row in seen.rows("confirmations")}

    assert "basins-seen" not in points(first, "+1 00:40")
    assert "basins-seen" in points(second, "+1 00:40")
