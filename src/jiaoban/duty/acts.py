"""The kinds of act about duties that come again and again, reading the regime, and conduct. Which duties, checklists
and rules of conduct there are, the regime pack says."""

from jiaoban.kernel.act import Payload
from jiaoban.kernel.book import State
from jiaoban.kernel.words import Words


class Done(Payload, kind="duty.done"):
    """A duty was done in the shift `shift` for which it is due."""

    duty: str
    shift: str
    note: str = ""
    photos: tuple[str, ...] = ()


class Excused(Payload, kind="duty.excused"):
    """A duty was not done in its shift, and this is why; `photos` show it."""

    duty: str
    shift: str
    reason: str
    photos: tuple[str, ...] = ()


class RegimeRead(Payload, kind="duty.regime_read"):
    """Whoever acts has read this version of the regime; `digest` names its very content."""

    regime: str
    version: str
    digest: str


class Observed(Payload, kind="duty.observed"):
    """A supervisor observed how somebody behaved, `good` or not. `conduct` and `title`: the rule of conduct, as the
    regime had it then."""

    observation: str
    person: str
    conduct: str
    title: Words
    good: bool
    text: str


class ObservationWithdrawn(Payload, kind="duty.observation_withdrawn"):
    """An observation does not stand any more; it stays in the book."""

    observation: str
    reason: str


class LineFound(State):
    """What was found on a line of a checklist, and the item that it became."""

    line: str
    text: str
    item: str


class FilledIn(Payload, kind="duty.filled_in"):
    """Whoever acts filled in their checklist of a shift: the lines that are `fine`, and what was found on others.
    `late`: after the moment at which it was due."""

    checklist: str
    shift: str
    fine: tuple[str, ...]
    found: tuple[LineFound, ...] = ()
    late: bool = False
