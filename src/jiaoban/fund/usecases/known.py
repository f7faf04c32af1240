"""What the verbs of company funds share."""

from jiaoban.fund import queries
from jiaoban.fund.rules import deciding
from jiaoban.fund.tables import FundFinding, Funding, Spending
from jiaoban.kernel.effects import effects
from jiaoban.kernel.months import first_day
from jiaoban.kernel.refusal import NotFound, Reason
from jiaoban.kernel.verbs import Context
from jiaoban.regime.funds import Funds


def ruled(context: Context) -> Funds:
    """Return what the regime of the post says about company funds; declined where it says nothing."""
    return deciding.need_funds(queries.ruled(context.place, context.packs), context.place.post)


def funding(context: Context, key: str) -> Funding:
    """Return a request at the post of the command; raises `NotFound`."""
    found = queries.funding(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"funding {key}", "funding")
    return found


def spending(context: Context, key: str) -> Spending:
    """Return a line of spending at the post of the command; raises `NotFound`."""
    found = queries.spending(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"spending {key}", "spending")
    return found


def finding(context: Context, key: str) -> FundFinding:
    """Return what was found at the post of the command; raises `NotFound`."""
    found = queries.finding(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"finding {key}", "finding")
    return found


def blocked(context: Context, said: Funds, person: str, month: str) -> Reason | None:
    """Return the reason not to give a person company money now or, where that begins later, in the month."""
    today = queries.today(context.place, context.now)
    days = {today, max(today, first_day(month))}
    found = [one for day in sorted(days) for one in effects(context.book, context.place.post, deciding.BLOCKED, day)]
    return deciding.blocked(found, person, said.blocked)
