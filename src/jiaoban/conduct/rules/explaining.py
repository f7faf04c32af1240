"""Why a case stands where it stands, in a sentence. Pure."""

from collections.abc import Callable
from datetime import datetime, time

from jiaoban.conduct.rules.measures import called, measures_of
from jiaoban.conduct.rules.standing import CaseStanding
from jiaoban.conduct.tables import BreachCase
from jiaoban.conduct.terms import PERIODS
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.ladders import Ladder, Ladders

Shown = Callable[[datetime], str]
"""A moment by the clock of the place."""


def shown_in(zone: str) -> Shown:
    """Return how moments are written in sentences: 2026-03-10 15:00, with seconds where there are some; the begin of a
    day, as what is missing of one has, by its date alone."""

    def shown(moment: datetime) -> str:
        local = moment.astimezone(clock_of(zone))
        if local.time() == time():
            return f"{local:%Y-%m-%d}"
        return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"

    return shown


def because(one: BreachCase, stands: CaseStanding, ladder: Ladder, said: Ladders, zone: str, now: datetime) -> Words:
    """Return the sentence that explains the proposed step: which time it is, which cases count, what follows."""
    if stands.exempt is not None:
        return Words(zh=f"不计：{stands.exempt.title.zh}。", en=f"It does not count: {stands.exempt.title.in_('en')}.")
    if one.status in ("WITHDRAWN", "ANNULLED"):
        return Words(zh="不计：已经撤销。", en="It does not count: it no longer stands.")
    if stands.counts is False:
        return Words(
            zh="不计：按现在知道的情况，不在这一条之内。",
            en="It does not count: by what is known now it is not what the clause means.",
        )
    time = _time(stands, ladder, shown_in(zone))
    if stands.wanted:
        named = "、".join(fact.title.zh for fact in stands.wanted)
        english = ", ".join(fact.title.in_("en") for fact in stands.wanted)
        return Words(zh=f"{time.zh}。还要查明：{named}。", en=f"{time.en}. Still to be found: {english}.")
    rung = stands.rung
    if rung is None:
        return Words(
            zh=f"{time.zh}。制度没有写这种情形的处理。", en=f"{time.en}. The regime names nothing for such a case."
        )
    day = now.astimezone(clock_of(zone)).date()
    told = called(measures_of(rung, stands.step, stands.nth, said, one.amount, day), said.currency)
    branch = f"（{stands.branch.title.zh}）" if stands.branch else ""
    english = f" ({stands.branch.title.in_('en')})" if stands.branch else ""
    return Words(
        zh=f"{time.zh}，按第 {stands.step} 级{branch}：{told.zh}。",
        en=f"{time.en}; step {stands.step}{english}: {told.in_('en')}.",
    )


def _time(stands: CaseStanding, ladder: Ladder, shown: Shown) -> Words:
    """Which time it is, and which earlier cases count."""
    within = PERIODS[ladder.period]
    zh, en = f"本人{within.zh}第 {stands.nth} 次", " ".join(filter(None, (f"Time {stands.nth}", within.en)))
    if not stands.earlier:
        return Words(zh=zh, en=en)
    days = [shown(each.happened_at) for each in stands.earlier]
    return Words(zh=f"{zh}（此前：{'、'.join(days)}）", en=f"{en} (before: {', '.join(days)})")
