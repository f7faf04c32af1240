"""The kinds of act about periodic duties. Which duties there are, the regime pack says."""

from jiaoban.kernel.act import Payload


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
