"""What is known of things lent out of custody: who has them, for which work, until when, what came back and how."""

from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.plant import acts
from jiaoban.plant.history import LoanImported
from jiaoban.plant.terms import Condition


class Back(State):
    """Some of a loan came back."""

    at: datetime
    by: str
    number: int
    numbers: tuple[str, ...]
    condition: Condition
    note: str


class Loan(State):
    """A loan. `to` is a name, `person` their key when they belong to the site; `matter` a permit or order."""

    key: str
    custody_item: str
    post: str
    number: int
    numbers: tuple[str, ...]
    to: str
    person: str
    purpose: str
    matter: str
    due_at: datetime | None
    at: datetime
    by: str
    back: tuple[Back, ...] = ()
    closed_at: datetime | None = None
    seq: int
    place: str = ""
    """Where it was taken from, where things are kept at places and not told apart."""
    imported: bool = False
    """It came from an older register, with its own dates (plant/history.py)."""

    @property
    def left(self) -> int:
        """How many are still out."""
        return self.number - sum(one.number for one in self.back)

    @property
    def numbers_left(self) -> tuple[str, ...]:
        """Which are still out, where they are told apart."""
        came = {number for one in self.back for number in one.numbers}
        return tuple(one for one in self.numbers if one not in came)

    @property
    def open(self) -> bool:
        """Something is still out."""
        return self.closed_at is None

    def overdue(self, now: datetime) -> bool:
        """Say whether it should be back and is not."""
        return self.open and self.due_at is not None and self.due_at < now

    @property
    def damaged(self) -> bool:
        """Something came back damaged."""
        return any(one.condition == "DAMAGED" for one in self.back)


def _loan(before: Loan | None, act: Act, key: str) -> Loan | None:
    p = act.payload
    if isinstance(p, acts.Lent):
        told = p.model_dump(exclude={"loan"})
        return Loan(key=key, post=act.post, at=act.occurred_at, by=act.actor, seq=act.seq, **told)
    if isinstance(p, LoanImported):
        return _imported(p, act)
    if before is None:
        return None
    assert isinstance(p, acts.BroughtBack)
    back = Back(
        at=act.occurred_at,
        by=act.actor,
        number=p.number,
        numbers=p.numbers,
        condition=p.condition,
        note=p.note,
    )
    closed_at = act.occurred_at if p.number >= before.left else None
    return before.model_copy(update={"back": (*before.back, back), "closed_at": closed_at, "seq": act.seq})


def _imported(p: LoanImported, act: Act) -> Loan:
    told = p.model_dump(include=set(Loan.model_fields) & set(LoanImported.model_fields))
    back: tuple[Back, ...] = ()
    if p.returned_at is not None:
        came = Back(
            at=p.returned_at,
            by=act.actor,
            number=p.returned,
            numbers=p.numbers if p.returned == p.number else (),
            condition=p.condition,
            note=p.note,
        )
        back = (came,)
    return Loan(
        key=p.loan,
        post=act.post,
        at=act.occurred_at,
        by=act.actor,
        back=back,
        closed_at=p.returned_at if p.returned == p.number else None,
        seq=act.seq,
        imported=True,
        **told,
    )


LOANS = Table(
    "plant_loan",
    Loan,
    kinds=(acts.Lent.KIND, acts.BroughtBack.KIND, LoanImported.KIND),
    keys=keyed("loan"),
    evolve=_loan,
    columns=("post", "custody_item", "open", "due_at", "closed_at", "at"),
)
