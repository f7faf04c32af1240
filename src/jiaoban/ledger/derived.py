"""Tables that are made of the files which acts name: raw samples of an instrument, too many to be acts themselves.

The act binds the file by its hash, the file's rows stand in a table of their own. So `rebuild` can make that table
again, and `verify` compares it with what the files give. A room registers what it keeps in this way.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.act import Act

if TYPE_CHECKING:
    from jiaoban.ledger.verify.findings import Findings


class Derived(Protocol):
    """A table made of files. `kinds` are the acts that name them; `name` is the table's in the database."""

    name: str
    kinds: frozenset[str]

    def remake(self, connection: BaseDatabaseWrapper, site: str, acts: Iterable[Act]) -> int:
        """Throw the rows of a site away and make them again; return how many there are. Inside a transaction.

        Rows of a file that is lost stay out: `verify` names the file.
        """
        ...

    def compare(self, connection: BaseDatabaseWrapper, findings: "Findings", acts: Iterable[Act]) -> None:
        """Add a finding for each row that is not as the files give it. Reads only."""
        ...


_ALL: dict[str, Derived] = {}


def register(derived: Derived) -> None:
    """Declare a table that is made of files; the same name again replaces it."""
    _ALL[derived.name] = derived


def every() -> Iterator[Derived]:
    """Return every declared one, by name."""
    return iter(_ALL[name] for name in sorted(_ALL))
