"""Race: of people who accept one post at once exactly one wins, and the others are told who."""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from prove.frame import Planted, Proof, Scale
from prove.installation import Served, open_here

if TYPE_CHECKING:
    from prove.racing.arena import Arena
    from prove.racing.contest import Answer

NAME = "race"
DATABASES = ("postgresql",)
SETTINGS = "prove.racing.settings"
WORKERS = "3"


class Racing(Served):
    """A server with several workers, with quick password hashes."""

    @property
    def environment(self) -> dict[str, str]:
        """As any other, under the settings of this proof."""
        return {**super().environment, "DJANGO_SETTINGS_MODULE": SETTINGS, "JIAOBAN_DEMO": "0"}


def prove(scale: Scale) -> Iterator[Proof]:
    """Run the rounds against a served instance, then some with the lock taken too late."""
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    with open_here(scale):
        from prove.racing.arena import people
        from prove.racing.planted import FLAG

        tokens = people()
        server = Racing(Path(os.environ["JIAOBAN_DATA"]), os.environ["DATABASE_URL"])
        server.start("--no-demo", "--workers", WORKERS)
        flag = server.data / FLAG
        try:
            race = Race(random.Random(scale.seed), server.address, tokens)
            findings = [wrong for number in range(scale.of(8, 500)) for wrong in race.round(number)]
            told = Counter(race.outcomes)
            flag.touch()
            planted = [wrong for number in range(scale.of(6, 30)) for wrong in race.round(1_000 + 4 * number)]
        finally:
            flag.unlink(missing_ok=True)
            server.kill()
        yield Proof(
            "of all who accept, withdraw or correct at one instant exactly one wins, and who loses is told by whom",
            scale.of(8, 500),
            f"rounds over HTTP against {WORKERS} workers",
            findings,
            [Planted.found("check-then-act: the lock is taken when acts are appended", planted)],
            {"requests": f"{race.requests:,}", **{name: str(count) for name, count in sorted(told.items())}},
        )


class Race:
    """Rounds of four sorts, by turns."""

    def __init__(self, chance: random.Random, address: str, tokens: dict[str, str]) -> None:
        self.outcomes: list[str] = []
        self.requests = 0
        self._chance, self._address, self._tokens = chance, address, tokens

    def round(self, number: int) -> list[str]:
        """Run one round in a book of its own; return what was wrong."""
        from prove.racing import arena, contest

        sort = number % 4
        site = f"race-{number:04d}"
        crowd = self._chance.randint(2, arena.PEOPLE)
        if sort in (0, 1):
            here = arena.arena(site, arena.offered())
            moves = contest.relief(crowd) + ([contest.withdrawal()] if sort else [])
        else:
            here = arena.arena(site, arena.ready())
            moves = contest.signatures(here, max(1, crowd // 3), crowd // 2)
            moves.append(contest.withdrawal() if sort == 2 else contest.correction(here))
        self._chance.shuffle(moves)
        answers = contest.run(self._address, here, moves, self._tokens)
        self.requests += len(answers)
        self.outcomes.append(self._named(sort, answers))
        wrong = contest.judged(here, answers, relief=sort in (0, 1)) + self._verified(here)
        return [f"round {number}: {one}" for one in wrong]

    def _named(self, sort: int, answers: "list[Answer]") -> str:
        between = ("relief", "relief and withdrawal", "signature and withdrawal", "signature and correction")[sort]
        won = sorted(one.move.verb for one in answers if one.won)
        return f"{between}: {' and '.join(won)} won"

    def _verified(self, here: "Arena") -> list[str]:
        from jiaoban.ledger.verify import verify

        return [str(one) for one in verify(here.site).findings]
