"""What is known of company funds after the acts so far. Pure."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.fund import acts
from jiaoban.fund.terms import Sort, Status
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.money import NOTHING, MaybeMoney


class Funding(State):
    """A request for company money of a month, and what came of it. `granted`: what the company gave."""

    key: str
    post: str
    person: str
    month: str
    amount: MaybeMoney
    granted: MaybeMoney = NOTHING
    purpose: str
    status: Status = "ASKED"
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: str = ""
    decision: str = ""


class Spending(State):
    """A line of spending; `own`: of the person's own money. `month` is that of the day."""

    key: str
    post: str
    person: str
    month: str
    day: str
    amount: MaybeMoney
    own: bool
    what: str
    at: datetime
    by: str
    counts: bool = True
    struck_by: str = ""
    struck_why: str = ""


class Settlement(State):
    """The settlement of a person's month that stands; `earlier`: how many it took the place of."""

    key: str
    post: str
    person: str
    month: str
    granted: MaybeMoney
    billed: MaybeMoney
    returned: MaybeMoney
    note: str
    at: datetime
    by: str
    act: int
    earlier: int = 0


class FundFinding(State):
    """An error or fraud that a supervisor found, and whether it still stands."""

    key: str
    post: str
    person: str
    sort: Sort
    month: str
    amount: MaybeMoney
    what: str
    at: datetime
    by: str
    act: int
    counts: bool = True
    cleared_by: str = ""
    cleared_why: str = ""


def settlement_key(post: str, person: str, month: str) -> str:
    """Return the key of the settlement of a person's month at a post."""
    return joint_key(post, person, month)


def _fold_funding(state: Funding | None, act: Act, key: str) -> Funding | None:
    p = act.payload
    if isinstance(p, acts.FundsAsked):
        said = p.model_dump(include={"person", "month", "amount", "purpose"})
        return Funding(key=key, post=act.post, asked_at=act.occurred_at, **said)
    if state is None:
        return None
    decided = {"decided_at": act.occurred_at, "decided_by": act.actor}
    match p:
        case acts.FundsApproved():
            decided |= {"status": "APPROVED", "granted": p.amount, "decision": p.note}
        case acts.FundsRejected():
            decided |= {"status": "REJECTED", "decision": p.reason}
        case acts.FundsWithdrawn():
            decided |= {"status": "WITHDRAWN", "decision": p.reason}
    return state.model_copy(update=decided)


def _fold_spending(state: Spending | None, act: Act, key: str) -> Spending | None:
    p = act.payload
    if isinstance(p, acts.Spent):
        said = p.model_dump(include={"person", "day", "amount", "own", "what"})
        return Spending(key=key, post=act.post, month=p.day[:7], at=act.occurred_at, by=act.actor, **said)
    assert isinstance(p, acts.SpendingStruck)
    struck = {"counts": False, "struck_by": act.actor, "struck_why": p.reason}
    return state.model_copy(update=struck) if state else None


def _settlement_keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Settled)
    return (settlement_key(act.post, p.person, p.month),)


def _fold_settlement(state: Settlement | None, act: Act, key: str) -> Settlement:
    p = act.payload
    assert isinstance(p, acts.Settled)
    return Settlement(
        key=key,
        post=act.post,
        at=act.occurred_at,
        by=act.actor,
        act=act.seq,
        earlier=state.earlier + 1 if state else 0,
        **p.model_dump(),
    )


def _fold_finding(state: FundFinding | None, act: Act, key: str) -> FundFinding | None:
    p = act.payload
    if isinstance(p, acts.Found):
        said = p.model_dump(exclude={"finding"})
        return FundFinding(key=key, post=act.post, at=act.occurred_at, by=act.actor, act=act.seq, **said)
    assert isinstance(p, acts.FindingCleared)
    cleared = {"counts": False, "cleared_by": act.actor, "cleared_why": p.reason}
    return state.model_copy(update=cleared) if state else None


FUNDINGS = Table(
    "fund.fundings",
    Funding,
    kinds=(acts.FundsAsked.KIND, acts.FundsApproved.KIND, acts.FundsRejected.KIND, acts.FundsWithdrawn.KIND),
    keys=keyed("funding"),
    evolve=_fold_funding,
    columns=("post", "person", "month", "status", "asked_at"),
)
SPENDINGS = Table(
    "fund.spendings",
    Spending,
    kinds=(acts.Spent.KIND, acts.SpendingStruck.KIND),
    keys=keyed("spending"),
    evolve=_fold_spending,
    columns=("post", "person", "month", "day"),
)
SETTLEMENTS = Table(
    "fund.settlements",
    Settlement,
    kinds=(acts.Settled.KIND,),
    keys=_settlement_keys,
    evolve=_fold_settlement,
    columns=("post", "person", "month", "at"),
)
FUND_FINDINGS = Table(
    "fund.findings",
    FundFinding,
    kinds=(acts.Found.KIND, acts.FindingCleared.KIND),
    keys=keyed("finding"),
    evolve=_fold_finding,
    columns=("post", "person", "month", "at", "counts"),
)
