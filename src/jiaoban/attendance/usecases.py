"""Checking in and out, by hand, by code, at a shared terminal, by a handover; and what supervisors put right."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import Field

from jiaoban.attendance import acts, queries
from jiaoban.attendance.rules import going
from jiaoban.attendance.tables import PostPresence
from jiaoban.attendance.terms import Basis
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, Moment, Ref, Sha256, Text
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.attending import Attendance


class CheckIn(Args):
    """That one has come. `code`: the secret of the post's code, where it was scanned; `at`: when, where one tells it
    afterwards, which wants a note."""

    code: MaybePhrase = Field(default="", title="二维码 Code")
    at: Moment | None = Field(default=None, title="到达时间（补报）Came at")
    note: MaybePhrase = Field(default="", title="补报原因 Note")


class CheckOut(Args):
    """That one leaves. `closed`: the lines that one has seen to: the last to leave owes them all."""

    closed: tuple[Ref, ...] = Field(default=(), max_length=30, title="最后离开 Last to leave")
    code: MaybePhrase = Field(default="", title="二维码 Code")
    at: Moment | None = Field(default=None, title="离开时间（补报）Left at")
    note: MaybePhrase = Field(default="", title="补报原因 Note")


class Add(Args):
    """That somebody was there who had not checked in; without `left_at` they still are."""

    person: Ref = Field(title="人员 Person")
    came_at: Moment = Field(title="到达时间 Came at")
    left_at: Moment | None = Field(default=None, title="离开时间 Left at")
    reason: Text = Field(title="原因 Reason")


class OfPresence(Args):
    """A stay, by its key, and why it is put right."""

    presence: Ref = Field(title="记录 Stay")
    reason: Text = Field(title="原因 Reason")


class Correct(OfPresence):
    """When somebody really came or left; what is left out stands as it was."""

    came_at: Moment | None = Field(default=None, title="到达时间 Came at")
    left_at: Moment | None = Field(default=None, title="离开时间 Left at")


class Strike(OfPresence):
    """A stay that never was."""


class IssueCode(Args):
    """The SHA-256 of the secret that the post's new code holds. Whoever prints it keeps the secret."""

    code_digest: Sha256 = Field(title="摘要 Digest")


@verb("attendance.check_in", right=Right.WORK)
def check_in(context: Context, args: CheckIn) -> Decision:
    """Check in: say that one has come to the post, by the code at the post where the regime wants that."""
    return _came(context, args, "HAND")


@verb("attendance.sign_in", right=Right.WORK, signed=True)
def sign_in(context: Context, args: CheckIn) -> Decision:
    """Check in at a shared terminal, with one's own account and password."""
    return _came(context, args, "TERMINAL")


@verb("attendance.check_out", right=Right.WORK)
def check_out(context: Context, args: CheckOut) -> Decision:
    """Check out: say that one leaves; the last to leave confirms line by line what is shut and off."""
    return _left(context, args, "HAND")


@verb("attendance.sign_out", right=Right.WORK, signed=True)
def sign_out(context: Context, args: CheckOut) -> Decision:
    """Check out at a shared terminal, with one's own account and password."""
    return _left(context, args, "TERMINAL")


@verb("attendance.add", right=Right.SUPERVISE)
def add(context: Context, args: Add) -> Decision:
    """Enter that somebody was there who had not checked in, with the times and the reason."""
    said = _attendance(context)
    org.member(context.book, args.person)
    going.need_not_own(args.person, context.actor.person)
    going.need_sound(args.came_at, args.left_at, context.now, said.longest)
    _need_apart(context, said, args.person, args.came_at, args.left_at)
    added = acts.Added(
        presence=context.command,
        person=args.person,
        came_at=args.came_at,
        left_at=args.left_at,
        reason=args.reason,
    )
    return [Proposed(added, clauses=(said.clause,))]


@verb("attendance.correct", right=Right.SUPERVISE)
def correct(context: Context, args: Correct) -> Decision:
    """Correct when somebody came or left, with the reason; what stood there stays in the book."""
    said, before = _attendance(context), _presence(context, args.presence)
    going.need_not_own(before.person, context.actor.person)
    came_at, left_at = args.came_at or before.came_at, args.left_at or before.left_at
    going.need_change(before, came_at, left_at)
    going.need_sound(came_at, left_at, context.now, said.longest)
    _need_apart(context, said, before.person, came_at, left_at, but=before.key)
    corrected = acts.Corrected(presence=before.key, came_at=came_at, left_at=left_at, reason=args.reason)
    return [Proposed(corrected, clauses=(said.clause,))]


@verb("attendance.strike", right=Right.SUPERVISE)
def strike(context: Context, args: Strike) -> Decision:
    """Strike a stay that never was, with the reason; it stays in the book and no longer counts."""
    said, before = _attendance(context), _presence(context, args.presence)
    going.need_not_own(before.person, context.actor.person)
    going.need_counting(before)
    return [Proposed(acts.Struck(presence=before.key, reason=args.reason), clauses=(said.clause,))]


@verb("attendance.issue_code", right=Right.SUPERVISE)
def issue_code(context: Context, args: IssueCode) -> Decision:
    """Give the post a new code to check in by; the old one is void."""
    said = _attendance(context)
    return [Proposed(acts.CodeIssued(code_digest=args.code_digest), clauses=(said.clause,))]


def by_handover(context: Context, person: str) -> Iterator[Proposed]:
    """Yield the act by which somebody who reports in for a handover is checked in, where the regime wants that and they
    are not checked in already. It cannot refuse: whoever is checked in elsewhere stays there."""
    said = queries.attendance_at(context.book, context.place.post, context.now, context.packs)
    if said is None or not said.by_handover:
        return
    beside = said.beside(context.place.post) - {context.place.post}
    stays = queries.open_stays(context.book, person)
    if any(one.post not in beside and one.there(context.now, said.longest) for one in stays):
        return
    came = acts.CheckedIn(presence=context.command, person=person, basis="HANDOVER")
    yield Proposed(came, clauses=(said.clause,))


def _came(context: Context, args: CheckIn, basis: Basis) -> Decision:
    said = _attendance(context)
    later = going.told(args.at, args.note, said, context.now)
    how = _basis(context, args.code, "TOLD" if later else basis)
    if not later:
        going.need_code(said, how)
    at, person = args.at or context.now, context.actor.person
    own = queries.own_since(context.book, person, at)
    going.need_free(said, context.place.post, own, _posts(context), at, context.now)
    came = acts.CheckedIn(presence=context.command, person=person, basis=how, note=args.note)
    return [Proposed(came, occurred_at=at, clauses=(said.clause,))]


def _left(context: Context, args: CheckOut, basis: Basis) -> Decision:
    said, post, now = _attendance(context), context.place.post, context.now
    person = context.actor.person
    later = going.told(args.at, args.note, said, now)
    how = _basis(context, args.code, "TOLD" if later else basis)
    if not later:
        going.need_code(said, how)
    at = args.at or now
    own = queries.mine(context.book, post, person, now, said.longest)
    stay = going.need_there(own, at, now, said.longest, said.clause)
    last = _last(context, stay, at, said)
    left = acts.CheckedOut(
        presence=stay.key,
        person=person,
        basis=how,
        note=args.note,
        last=last,
        closed=going.closed(said, args.closed, last=last),
    )
    cited = (said.clause, *([said.last_out.clause] if said.last_out and left.closed else []))
    return [Proposed(left, occurred_at=at, clauses=tuple(dict.fromkeys(cited)))]


def _last(context: Context, stay: PostPresence, at: datetime, said: Attendance) -> bool:
    """Say whether nobody else is there any more, and nobody who left since has closed: also who tells afterwards that
    they left is the last one then."""
    post = context.place.post
    others = [one for one in queries.there(context.book, post, context.now, said.longest) if one.key != stay.key]
    if others:
        return False
    lines = [line.title.zh for line in said.last_out.lines] if said.last_out else []
    return not lines or not queries.closed_since(context.book, post, at, lines)


def _basis(context: Context, secret: str, otherwise: Basis) -> Basis:
    """Return how the word is vouched for; `BadInput` for a code that is another post's or counts no longer."""
    if not secret:
        return otherwise
    current = queries.code_of(context.book, context.place.post)
    if current is None or current.digest != queries.digest(secret):
        raise BadInput(
            "code",
            Words(zh="扫到的二维码不是这个岗位的，或已经作废。", en="The code is not this post's, or is void."),
            Words(
                zh="请扫岗位上现用的码；码坏了请当班负责人补发。",
                en="Scan the one at the post; where it is damaged, ask for a new one.",
            ),
        )
    return "CODE"


def _attendance(context: Context) -> Attendance:
    regime, post = context.place.regime, context.place.post
    return going.need_attendance(context.packs(regime).attendance if regime else None, post)


def _presence(context: Context, key: str) -> PostPresence:
    found = queries.presence(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"presence {key}", "presence")
    return found


def _need_apart(
    context: Context, said: Attendance, person: str, came_at: datetime, left_at: datetime | None, but: str = ""
) -> None:
    others = [one for one in queries.own_since(context.book, person, came_at) if one.key != but]
    going.need_apart(said, context.place.post, others, _posts(context), came_at, left_at)


def _posts(context: Context) -> dict[str, str]:
    return {one.key: one.name.zh for one in org.posts(context.book)}
