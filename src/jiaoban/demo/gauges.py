"""The figures of a demo site: invented, or taken from recorded data where the environment says where these lie.

Recorded data are public, belong to others and are not part of this repository. `JIAOBAN_DEMO_DATA` names the folder;
without it, or with a file missing there, every figure is invented.
"""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import pi, sin
from pathlib import Path
from typing import Self

from jiaoban.demo.description import GaugeIs, RecordedIs

log = logging.getLogger(__name__)
FOLDER = "JIAOBAN_DEMO_DATA"
Rows = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """The rows of recorded data: of the usual days, and of what is going on when the visitor comes."""

    said: RecordedIs
    usual: Rows
    trouble: Rows

    @classmethod
    def find(cls, said: RecordedIs | None, folder: str | None = None) -> Self | None:
        """Return the data that a site names, or None where they are not at hand; the log says which it is."""
        where = folder if folder is not None else os.environ.get(FOLDER, "")
        if said is None or not where:
            return None
        try:
            found = cls(said, _rows(Path(where) / said.usual), _rows(Path(where) / said.trouble))
        except (OSError, ValueError) as error:
            log.warning(
                "The figures are invented: %s names %s, where the data cannot be read: %s.", FOLDER, where, error
            )
            return None
        log.info("The figures are taken from %s and %s in %s.", said.usual, said.trouble, where)
        return found

    def figure(self, column: int, since: timedelta, troubled: timedelta) -> float:
        """Return the figure of a column `since` the first midnight, or `troubled` long into the trouble, if not
        negative. The usual days begin again when they are over."""
        step = timedelta(minutes=self.said.minutes)
        if troubled >= timedelta(0):
            return self.trouble[min(self.said.onset + troubled // step, len(self.trouble) - 1)][column - 1]
        return self.usual[(since // step) % len(self.usual)][column - 1]


def _rows(path: Path) -> Rows:
    """Return the numbers of a file, a row a line. Raises `OSError`, or `ValueError` for what is no table of numbers."""
    rows = [tuple(map(float, line.split())) for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    if not rows or len({len(row) for row in rows}) > 1:
        raise ValueError(f"{path} is no table of numbers")
    return rows


@dataclass(frozen=True, slots=True)
class Figures:
    """What the gauges of a site show at a moment. `last` is the last reading before the visitor comes."""

    recorded: Recorded | None
    start: datetime
    last: datetime
    bends_at: datetime

    def at(self, gauge: GaugeIs, moment: datetime) -> str:
        """Return the figure of a gauge, with its decimals."""
        return f"{self._value(gauge, moment):.{gauge.decimals}f}"

    def _value(self, gauge: GaugeIs, moment: datetime) -> float:
        hours = (moment - self.last) / timedelta(hours=1)
        if gauge.rate is not None:
            total = gauge.level + gauge.rate * hours
            return total % float(gauge.rolls_at) if gauge.rolls_at else total
        if gauge.column is not None and self.recorded is not None:
            return self.recorded.figure(gauge.column, moment - self.start, moment - self.bends_at)
        bend = gauge.bend if moment >= self.bends_at else 0.0
        return gauge.level + gauge.swing * sin(2 * pi * hours / 24) + gauge.drift * hours / 24 + bend
