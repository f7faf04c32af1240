"""What a proof is given, and what it has to say."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Scale:
    """How much to do. `full`: the figures that the documentation promises; else a part that takes seconds.

    `seed` makes everything that is chosen by chance the same again. `database` is "sqlite" or "postgresql";
    `postgres` is the address of a PostgreSQL cluster of this run, in which a proof makes databases for itself.
    `template` is the folder of an installation without a site, to be copied; with '' a proof makes its own.
    """

    full: bool
    seed: int
    database: str
    postgres: str
    template: str = ""

    def of(self, quick: int, full: int) -> int:
        """Return the number for this run."""
        return full if self.full else quick


@dataclass(frozen=True)
class Planted:
    """A bug that was put in on purpose: what it was, whether the proof noticed, and by what."""

    bug: str
    caught: bool
    by: str = ""

    @classmethod
    def found(cls, bug: str, findings: Sequence[str]) -> "Planted":
        """Return the bug as noticed if there were findings while it was in."""
        several = f"{len(findings)} findings, such as: " if len(findings) > 1 else ""
        return cls(bug, bool(findings), several + findings[0][:160] if findings else "")


@dataclass(frozen=True)
class Proof:
    """What came of one claim: `n` things of a `unit` were tried; `findings` are those that broke it, in words."""

    claim: str
    n: int
    unit: str
    findings: Sequence[str] = ()
    planted: Sequence[Planted] = ()
    figures: dict[str, str] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether the claim held, something was tried at all, and every planted bug was caught."""
        return self.n > 0 and not self.findings and bool(self.planted) and all(one.caught for one in self.planted)


def plant(bug: str, put_in: AbstractContextManager[None], look: Callable[[], Sequence[str]]) -> Planted:
    """Put a bug in, look for findings, and take it out again."""
    with put_in:
        return Planted.found(bug, look())


@contextmanager
def changed(owner: object, name: str, value: object) -> Iterator[None]:
    """Put something else in the place of an attribute for a while: how a bug is planted in this process."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
