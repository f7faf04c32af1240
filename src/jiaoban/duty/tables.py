"""What is known of a shift's periodic duties after the acts so far."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.duty import acts
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key


class Done(State):
    """A duty of one post and shift: done (`done_at`), or not done with a reason; each with its photographs."""

    key: str
    post: str
    duty: str
    shift: str
    done_at: datetime | None = None
    done_by: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    reason: str = ""
    excused_at: datetime | None = None
    excused_by: str = ""
    excuse_photos: tuple[str, ...] = ()


def duty_key(post: str, duty: str, shift: str) -> str:
    """Return the key of a duty of one post and shift."""
    return joint_key(post, duty, shift)


def _keys(act: Act) -> Iterable[str]:
    p = act.payload
    assert isinstance(p, acts.Done | acts.Excused)
    return (duty_key(act.post, p.duty, p.shift),)


def _evolve(state: Done | None, act: Act, key: str) -> Done:
    p = act.payload
    assert isinstance(p, acts.Done | acts.Excused)
    before = state or Done(key=key, post=act.post, duty=p.duty, shift=p.shift)
    if isinstance(p, acts.Done):
        told = {"done_at": act.occurred_at, "done_by": act.actor, "note": p.note, "photos": p.photos}
    else:
        told = {"reason": p.reason, "excused_at": act.occurred_at, "excused_by": act.actor}
        told["excuse_photos"] = p.photos
    return before.model_copy(update=told)


DONE = Table(
    "duty_done",
    Done,
    kinds=(acts.Done.KIND, acts.Excused.KIND),
    keys=_keys,
    evolve=_evolve,
    columns=("post", "shift", "duty", "done_at"),
)
