"""What a regime says about whose customer it is: ownership, collisions, who leads a follow-up, who may not follow."""

from datetime import timedelta
from typing import Literal

from pydantic import Field as Key

from jiaoban.regime.part import ClauseId, Part, Span

Result = Literal["sale", "deposit"]


class Reach(Part):
    """A length of time and how it is counted.

    `hours`: to the second; `days`: by the days of the calendar of the place, up to their midnight. `inclusive`: exactly
    `within` still lies inside; of days, the last one does. Without it three days end with the day after tomorrow.
    """

    clause: ClauseId
    within: Span
    counted: Literal["hours", "days"] = "hours"
    inclusive: bool = True


class Ownership(Reach):
    """Whose customer it is when several have dealt with them.

    A visit `within` the fixing of an appointment with time and place belongs to whoever fixed one first; what lies
    beyond is shared. `change`: an appointment that is changed counts from its first fixing (`keeps`) or from the change
    (`begins`). `earlier`: an appointment that has run out makes way for a later one (`lapses`), or keeps the customer
    shared for good (`stays`).
    """

    change: Literal["keeps", "begins"] = "keeps"
    earlier: Literal["lapses", "stays"] = "lapses"


class Agreement(Part):
    """What those who collided may agree on. `split`: the keeper alone has the revenue (`whole`), any split but equal
    shares (`not-half`), or any (`free`). `by_report`: it holds once it is reported to the supervisor."""

    clause: ClauseId
    split: Literal["whole", "not-half", "free"] = "not-half"
    by_report: bool = True


class Quarrel(Part):
    """A quarrel over a collision is recorded with those who quarrelled."""

    clause: ClauseId


class Repeated(Part):
    """An appointment over one that a colleague has fixed, without having talked to them. `refused`: it is stopped
    first, and goes through only with a reason."""

    clause: ClauseId
    refused: bool = True


class Collisions(Part):
    """Two people and one customer. `opens_on`: what a second person does that opens a case by itself.

    Not agreed `agree_within` of the opening, or given up before, it goes up to the supervisor. `unsettled`: what has
    not been ruled on `rule_within` of that is `void`, or stays open for a `ruling`.
    """

    clause: ClauseId
    opens_on: tuple[Literal["contact", "appointment"], ...] = ("contact", "appointment")
    agree_within: Span = timedelta(days=1)
    rule_within: Span = timedelta(days=1)
    unsettled: Literal["void", "ruling"] = "void"
    agreement: Agreement
    quarrel: Quarrel | None = None
    repeated: Repeated | None = None


class Leader(Reach):
    """Who leads the follow-up of a customer who came and did not buy: agreed on the day of the visit by whoever invited
    and whoever received them. `within` without result it passes to the other side (with `back` back as well).

    `result`: what counts as one. Where both want it, whoever took the deposit leads; a supervisor overrides.
    """

    result: tuple[Result, ...] = Key(default=("sale", "deposit"), min_length=1)
    back: bool = False


class Limit(Part):
    """Who led customers in a calendar month of whom `percent` or more stayed without result may not follow any in the
    next month.

    `customers`: those taken on in the month (`taken`), or all led at any time of it (`led`). `leaders`: everybody who
    led one has it counted (`every`), or only whoever led it last (`last`).
    """

    clause: ClauseId
    percent: int = Key(ge=1, le=100)
    customers: Literal["taken", "led"] = "taken"
    leaders: Literal["every", "last"] = "every"


class Closed(Part):
    """Following a customer who has bought into these months (the first is that of the sale) is announced first: to the
    sales department and the class teacher. `later_by`: months of the calendar, or counted from the day of the sale."""

    clause: ClauseId
    later: tuple[int, ...] = Key(default=(2, 3), min_length=1, max_length=12)
    later_by: Literal["calendar", "sale"] = "sale"


class Following(Part):
    """What a regime says about following customers up."""

    leader: Leader
    limit: Limit | None = None
    closed: Closed | None = None
