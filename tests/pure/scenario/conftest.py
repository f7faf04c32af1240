"""The scenarios of every pack of the repository, read once."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.scenario.read import FOLDER, Case, read

REGIMES = Path(__file__).resolve().parents[3] / "regimes"
PACKS = sorted(path.parent for path in REGIMES.glob(f"*/{FOLDER}"))
EXAMPLES = sorted(path.parent for path in REGIMES.glob(f"examples/*/{FOLDER}"))


@dataclass(frozen=True)
class Shown:
    """A pack with its scenarios."""

    folder: Path
    pack: Pack
    cases: list[Case]


@pytest.fixture(scope="session", params=[*PACKS, *EXAMPLES], ids=lambda path: path.name)
def shown(request: pytest.FixtureRequest) -> Shown:
    pack = load(request.param)
    reading = read(request.param, pack)
    assert not reading.problems, "\n".join(str(one) for one in reading.problems)
    return Shown(request.param, pack, reading.cases)
