"""Clocks: server and device off by an hour, a day, a year, summer time, leap day, in the middle of a shift change."""

import random
from collections.abc import Iterator
from dataclasses import replace

from jiaoban.kernel.act import Act
from prove.frame import Planted, Proof, Scale, changed
from prove.installation import open_here

NAME = "clocks"
DATABASES = ("sqlite",)


def prove(scale: Scale) -> Iterator[Proof]:
    """Play shift changes under wrong clocks and look at what stands in the book."""
    with open_here(scale):
        from prove import clock_rounds as rounds

        chance = random.Random(scale.seed)
        number, findings, signed, acts = scale.of(6, 168), [], 0, 0
        for at, case in enumerate(rounds.cases(chance, number)):
            site = f"clock-{at:04d}"
            desk = rounds.played(site, case)
            findings += [f"{case}: {one}" for one in rounds.wrong(site, desk)]
            signed += bool(desk.key) and desk.handover.ending == "SIGNED"
            acts += len(desk.answered)
        yield Proof(
            "under wrong clocks the number orders the acts, skew is marked, nothing is lost, somebody is responsible at"
            " every moment, and the book verifies",
            number,
            "shift changes",
            findings,
            [_by_the_clock(), _moved_back(chance)],
            {"acts answered": f"{acts:,}", "signed all the same": str(signed)},
        )


def _by_the_clock() -> Planted:
    """Order the acts of a book by when they were recorded, in the rebuild of its read models."""
    from jiaoban.ledger.rebuild import rebuild
    from jiaoban.ledger.store import DbBook
    from prove import clock_rounds as rounds

    case = replace(next(rounds.cases(random.Random(1), 1)), server=rounds.DAY, step=20, lasts=3)
    desk = rounds.played("clock-planted", case)
    acts = DbBook.acts

    def by_clock(book: DbBook, low: int = 0, high: int | None = None) -> list[Act]:
        return sorted(acts(book, low, high), key=lambda act: act.recorded_at)

    with changed(DbBook, "acts", by_clock):
        try:
            rebuild(desk.book.site)
        except (LookupError, ValueError, TypeError, AttributeError, AssertionError) as error:
            return Planted("acts in the order of their clock", True, f"they cannot be folded ({type(error).__name__})")
    found = rounds.wrong(desk.book.site, desk)
    return Planted.found("acts in the order of their clock", found)


def _moved_back(chance: random.Random) -> Planted:
    """Let responsibility begin when the clock says, though the one before began later."""
    from jiaoban.handover.holding import hold
    from jiaoban.handover.usecases import sign
    from prove import clock_rounds as rounds

    def by_clock(context: object, *args: object, **more: object) -> object:
        proposed = hold(context, *args, **more)  # type: ignore[arg-type]
        payload = proposed.payload.model_copy(update={"since": context.now})  # type: ignore[attr-defined]
        return replace(proposed, payload=payload)

    says = "responsibility that begins when the clock says"
    with changed(sign, "hold", by_clock):
        for at in range(2):
            case = replace(next(rounds.cases(chance, 1)), server=rounds.DAY, step=0, lasts=1)
            desk = rounds.played(f"clock-back-{at}", case)
            found = rounds.wrong(desk.book.site, desk)
            if found:
                return Planted(says, True, found[0])
    return Planted(says, False)
