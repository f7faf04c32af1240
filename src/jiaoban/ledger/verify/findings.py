"""What the verifier says: one finding a place that does not fit, in both languages."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jiaoban.kernel.words import Words

Progress = Callable[[str, int, int], None]
"""Called with what is being looked at, how far it is, and how far it goes (0: not known)."""

KEPT = 20
"""Findings of one code that are listed; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that does not fit. `seq` is the number of the first act that is concerned, where there is one."""

    site: str
    code: str
    place: str
    says: Words
    seq: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the finding for machines."""
        return {
            "site": self.site,
            "code": self.code,
            "place": self.place,
            "seq": self.seq,
            "zh": self.says.zh,
            "en": self.says.en,
        }

    def __str__(self) -> str:
        return f"[{self.code}] {self.place}: {self.says.zh} {self.says.en}"


@dataclass(slots=True)
class Findings:
    """The findings of one site, in the order in which they were made."""

    site: str
    listed: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, place: str, zh: str, en: str, seq: int | None = None) -> None:
        """Note a place; beyond `KEPT` of one code it is only counted."""
        self.counts[code] += 1
        if self.counts[code] <= KEPT:
            self.listed.append(Finding(self.site, code, place, Words(zh=zh, en=en), seq))

    def __iter__(self) -> Iterator[Finding]:
        yield from self.listed
        for code, count in self.counts.items():
            if count > KEPT:
                more = count - KEPT
                yield Finding(
                    self.site, code, "...", Words(zh=f"另有 {more} 处同类不符。", en=f"{more} more of this kind.")
                )
