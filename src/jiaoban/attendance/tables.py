"""What is known of who was where after the acts so far. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.attendance import acts
from jiaoban.attendance.terms import Basis
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table


class Correction(State):
    """What a supervisor put right, and what had stood there; `struck`: it counts no longer."""

    by: str
    at: datetime
    reason: str
    came_at: datetime
    left_at: datetime | None
    struck: bool = False


class PostPresence(State):
    """Somebody was at a post from `came_at` up to and without `left_at` (None: they have not checked out).

    `told_at`: when the book learnt that they came. `last` and `closed`: as in `acts.CheckedOut`. `corrections`: the
    oldest first, each with what had stood there before it.
    """

    key: str
    post: str
    person: str
    came_at: datetime
    left_at: datetime | None = None
    basis: Basis
    left_basis: Basis | None = None
    told_at: datetime
    note: str = ""
    left_note: str = ""
    last: bool = False
    closed: tuple[str, ...] = ()
    counts: bool = True
    corrections: tuple[Correction, ...] = ()

    def until(self, now: datetime, longest: timedelta) -> datetime:
        """Return the end of what counts of the stay: when they left, else now, but after `longest` at most."""
        return self.left_at or max(self.came_at, min(now, self.came_at + longest))

    def ends(self, longest: timedelta) -> datetime:
        """Return when the stay ended; of one that nobody ended, when it ends at the latest."""
        return self.left_at or self.came_at + longest

    def there(self, moment: datetime, longest: timedelta) -> bool:
        """Say whether the person was there at a moment: a stay that nobody ended counts for `longest` only."""
        return self.counts and self.came_at <= moment < self.ends(longest)

    def forgotten(self, now: datetime, longest: timedelta) -> bool:
        """Say whether nobody ended the stay in time: when they left, the book does not know."""
        return self.counts and self.left_at is None and now >= self.came_at + longest


class PostCode(State):
    """The code of a post that counts now, by the digest of its secret."""

    post: str
    digest: str
    issued_at: datetime
    by: str


def _presence_keys(act: Act) -> Iterable[str]:
    return (act.payload.presence,)  # type: ignore[attr-defined]  # each of its kinds has it


def _fold(state: PostPresence | None, act: Act, key: str) -> PostPresence | None:
    match act.payload:
        case acts.CheckedIn() as came:
            return PostPresence(
                key=key,
                post=act.post,
                person=came.person,
                came_at=act.occurred_at,
                basis=came.basis,
                told_at=act.recorded_at,
                note=came.note,
            )
        case acts.Added() as added:
            return PostPresence(
                key=key,
                post=act.post,
                person=added.person,
                came_at=added.came_at,
                left_at=added.left_at,
                basis="SUPERVISOR",
                left_basis="SUPERVISOR" if added.left_at else None,
                told_at=act.recorded_at,
                note=added.reason,
            )
        case acts.CheckedOut() as left if state:
            told = left.model_dump(include={"last", "closed"})
            at = {"left_at": act.occurred_at, "left_basis": left.basis, "left_note": left.note}
            return state.model_copy(update={**at, **told})
        case acts.Corrected() as right if state:
            return state.model_copy(
                update={
                    "came_at": right.came_at,
                    "left_at": right.left_at,
                    "left_basis": _basis(state, right.left_at),
                    "corrections": (*state.corrections, _before(state, act, right.reason)),
                }
            )
        case acts.Struck() as struck if state:
            correction = _before(state, act, struck.reason, struck=True)
            return state.model_copy(update={"counts": False, "corrections": (*state.corrections, correction)})
    return state


def _basis(state: PostPresence, left_at: datetime | None) -> Basis | None:
    if left_at is None:
        return None
    return state.left_basis if left_at == state.left_at else "SUPERVISOR"


def _before(state: PostPresence, act: Act, reason: str, *, struck: bool = False) -> Correction:
    return Correction(
        by=act.actor,
        at=act.occurred_at,
        reason=reason,
        came_at=state.came_at,
        left_at=state.left_at,
        struck=struck,
    )


def _code_keys(act: Act) -> Iterable[str]:
    return (act.post,)


def _fold_code(_before: PostCode | None, act: Act, key: str) -> PostCode:
    said = act.payload
    assert isinstance(said, acts.CodeIssued)
    return PostCode(post=key, digest=said.code_digest, issued_at=act.occurred_at, by=act.actor)


PRESENCES = Table(
    "attendance.presences",
    PostPresence,
    kinds=(
        acts.CheckedIn.KIND,
        acts.CheckedOut.KIND,
        acts.Added.KIND,
        acts.Corrected.KIND,
        acts.Struck.KIND,
    ),
    keys=_presence_keys,
    evolve=_fold,
    columns=("post", "person", "came_at", "left_at", "counts"),
)
CODES = Table(
    "attendance.codes",
    PostCode,
    kinds=(acts.CodeIssued.KIND,),
    keys=_code_keys,
    evolve=_fold_code,
    columns=("digest",),
)
