"""The kinds of act that carry over what an older register holds, with its own dates.

`source` is the SHA-256 of the file that it came in, `line` its line there. Nothing else writes them, so whoever reads
the book sees what was written down at the time and what was brought in later.
"""

from datetime import datetime

from jiaoban.kernel.act import Payload
from jiaoban.plant.acts import MatterOpened
from jiaoban.plant.terms import Condition


class MatterImported(MatterOpened, kind="plant.matter_imported"):
    """A matter of an older register stands in the book, in the state in which it is there. The act's `occurred_at` is
    when it came up; `closed_at` when it ended, None while it goes on."""

    closed_at: datetime | None = None
    source: str
    line: int


class LoanImported(Payload, kind="plant.loan_imported"):
    """A loan of an older register stands in the book. The act's `occurred_at` is when things were lent; `returned` of
    them came back at `returned_at`, in this condition. The other fields are those of a loan."""

    loan: str
    custody_item: str
    number: int
    to: str
    purpose: str
    person: str = ""
    matter: str = ""
    due_at: datetime | None = None
    numbers: tuple[str, ...] = ()
    place: str = ""
    returned: int = 0
    returned_at: datetime | None = None
    condition: Condition = "OK"
    note: str = ""
    source: str
    line: int
