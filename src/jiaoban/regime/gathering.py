"""What a regime says about meetings beyond the handover: daily ones, plant-wide ones, who hosts, the hourly count."""

from datetime import time, timedelta
from operator import not_

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import By, ClauseId, Id, Part, Rule, Span

HALF_AN_HOUR = timedelta(minutes=30)


class Topic(Part):
    """What everybody who is present reports at a daily meeting."""

    id: Id
    title: Words


class Daily(Rule):
    """A meeting that is held at the same time of every day on which somebody stands a shift of the post around then.

    Expected are the people whom the roster has on a shift at that time (`shifts`: only on these), the last and the
    first moment of a shift included. It is opened on its day, at its minute and not before; the last one of a day also
    after midnight, until the next one is due. `least`: it is closed after so long at the
    earliest; `most`: what goes on longer is shown as over-run, and with `over_reason` wants a reason. `reports`: each
    of these is reported by everybody present. `waits`: it is not closed while somebody expected is neither present nor
    excused. `proposal`: a problem is filed only with a proposal of what to do.
    """

    title: Words
    at: time
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    least: Span = timedelta(0)
    most: Span | None = None
    over_reason: bool = False
    reports: tuple[Topic, ...] = ()
    waits: bool = True
    proposal: bool = False


class PlantWide(Part):
    """How long ahead a meeting of the whole site is entered; sooner only by one of `exception_by`, with a reason."""

    clause: ClauseId
    notice: Span
    exception_by: tuple[By, ...] = ()


class Periods(Part):
    """When meetings and group activities lie: from `before` a shift is relieved until `after` it. `training`: training
    lies where two groups are there at once instead. What lies elsewhere wants a reason."""

    clause: ClauseId
    before: Span = HALF_AN_HOUR
    after: Span = HALF_AN_HOUR
    training: bool = False


class Host(Part):
    """One of the people of a day hosts it, in turn: whoever of them hosted longest ago. Extra days come first."""

    clause: ClauseId


class Missed(Part):
    """What the regime says of missing a count for the first, the second ... time; the last one stands for all that
    come after. `days`: so many extra days of hosting, which are kept until they are worked off. `figure`: what else
    the regime names; it is shown, nothing is imposed by the program."""

    says: Words
    days: int = Key(default=1, ge=0, le=31)
    figure: Words | None = None


class Break(Part):
    """A time of day without a count, by the clock of the place: from `begins` up to and without `ends`."""

    begins: time
    ends: time


class HourlyCount(Part):
    """The host calls the count at `begins` and every `every` from then up to and with `ends`, `breaks` left out, and
    everybody on a shift (`shifts`: only on these) reports within `within` of the call.

    The host has forgotten a call that was not made `every` after its hour; each costs `forgotten` extra days of
    hosting. Of somebody who did not report in time the first of `missed` is said, the next time the second.
    """

    clause: ClauseId
    begins: time
    ends: time
    every: Span = timedelta(hours=1)
    breaks: tuple[Break, ...] = ()
    within: Span = timedelta(minutes=10)
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    forgotten: int = Key(default=1, ge=0, le=31)
    missed: tuple[Missed, ...] = ()


class Gatherings(Part):
    """What a regime says about meetings beyond those of a handover."""

    daily: tuple[Daily, ...] = Key(default=(), exclude_if=not_)
    plant_wide: PlantWide | None = None
    periods: Periods | None = None
    host: Host | None = None
    counts: HourlyCount | None = None
