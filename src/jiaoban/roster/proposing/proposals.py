"""Proposals for a post and month: asked for on a page or over the API, searched beside the server, watched, stopped.

A proposal only reads the book and can be made again at any time; so it is no act. One is searched at a time, in a
process of its own: it computes for a while, and whoever works meanwhile must not feel it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Sum

from jiaoban.kernel.refusal import CommandReused, Declined, NotFound
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.roster.models import Proposal
from jiaoban.roster.proposing import highs
from jiaoban.roster.proposing.answer import Answer, Limits, Progress
from jiaoban.roster.proposing.asking import Ask, question
from jiaoban.roster.proposing.problem import Problem
from jiaoban.roster.proposing.solving import answer

WAITING, RUNNING, DONE, STOPPED, FAILED = "WAITING", "RUNNING", "DONE", "STOPPED", "FAILED"
UNDER_WAY = (WAITING, RUNNING)
NAMES = {
    WAITING: Words(zh="等候", en="waiting"),
    RUNNING: Words(zh="计算中", en="searching"),
    DONE: Words(zh="已完成", en="done"),
    STOPPED: Words(zh="已停止", en="stopped"),
    FAILED: Words(zh="失败", en="failed"),
}
MOST_WAITING, MOST_KEPT = 3, 20
"""Proposals of a site that wait or are searched at once; and those of a post that are kept, the oldest go first."""
LONGEST_KEY = 64
SILENT = timedelta(seconds=60)
"""A worker that is not heard of for so long is gone; its proposal begins again."""
TELLS_EVERY = 0.4
"""Seconds between two words about the progress."""
GAP = 0.005
"""Within half a hundredth of the best a search is content."""


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal with what was asked, the question, how far it is, and what came of it (None: not yet)."""

    row: Proposal
    asked: Ask
    problem: Problem
    progress: Progress | None
    answer: Answer | None


def ask(visit: door.Visit, post: str, said: Ask, key: str) -> Proposal:
    """Have a roster proposed, and return the proposal; `key` is the client's, so that the same request twice is one.

    Raises `BadInput` for a key, people or shifts that cannot be, `CommandReused` for a key that was used for another
    request, `Declined` for a month that has passed, where too many are under way, or where there is no solver.
    """
    door.need_command(key, LONGEST_KEY)
    site = visit.book.site
    known = Proposal.objects.filter(key=key).first()
    if known is not None:
        return _same(known, site, post, said)
    if not highs.there():
        raise Declined(NO_SOLVER, about=post)
    place = visit.place(post)
    pack = visit.packs(place.regime) if place.regime else None
    problem = question(visit.book, post, pack, said, org.local_day(visit.book, visit.now))
    with transaction.atomic():
        mine = Proposal.objects.filter(site=site)
        if mine.filter(state__in=UNDER_WAY).count() >= MOST_WAITING:
            raise Declined(TOO_MANY, about=post)
        old = mine.filter(post=post).exclude(state__in=UNDER_WAY).order_by("-asked_at", "-key")
        Proposal.objects.filter(key__in=list(old.values_list("key", flat=True)[MOST_KEPT - 1 :])).delete()
        told = {
            "site": site,
            "post": post,
            "month": said.first,
            "asked": said.model_dump_json(),
            "problem": problem.model_dump_json(),
            "asked_by": visit.actor.person,
            "asked_at": visit.now,
            "state": WAITING,
        }
        made, _ = Proposal.objects.get_or_create(key=key, defaults=told)  # the same request may come twice at once
        return _same(made, site, post, said)


def _same(known: Proposal, site: str, post: str, said: Ask) -> Proposal:
    if (known.site, known.post) != (site, post) or Ask.model_validate_json(known.asked) != said:
        raise CommandReused(f"{known.key} was used before for another proposal")
    return known


def of_post(site: str, post: str, month: date | None = None) -> list[Proposal]:
    """Return the proposals of a post (for a month), newest first, without their questions and answers."""
    found = Proposal.objects.filter(site=site, post=post).defer("problem", "answer")
    if month is not None:
        found = found.filter(month=month)
    return list(found.order_by("-asked_at", "-key")[:MOST_KEPT])


def one(site: str, post: str, key: str) -> Found:
    """Return a proposal of a post; raises `NotFound`."""
    row = Proposal.objects.filter(site=site, post=post, key=key).first()
    if row is None:
        raise NotFound(f"proposal {key}")
    return Found(
        row,
        Ask.model_validate_json(row.asked),
        Problem.model_validate_json(row.problem),
        Progress.model_validate_json(row.progress) if row.progress else None,
        Answer.model_validate_json(row.answer) if row.answer else None,
    )


def stop(row: Proposal) -> None:
    """Stop a search: at once while it waits; while it runs it ends with the best roster so far, if there is one."""
    mine = Proposal.objects.filter(key=row.key)
    if not mine.filter(state=WAITING).update(state=STOPPED, stop=True, turn=F("turn") + 1, ended_at=door.clock.now()):
        mine.filter(state=RUNNING).update(stop=True, turn=F("turn") + 1)


def turns() -> dict[str, int]:
    """Return a figure for every site that has proposals; it is another one when one of them has moved on."""
    rows = Proposal.objects.values_list("site").annotate(moved=Sum("turn")).order_by("site")
    return dict(rows)


def claim(now: datetime) -> Proposal | None:
    """Take the next proposal that waits, for a worker to search, or None. Those whose worker is gone wait again."""
    if not Proposal.objects.filter(state__in=UNDER_WAY).exists():  # every second, and nothing is written for it
        return None
    silent = Proposal.objects.filter(state=RUNNING, seen_at__lt=now - SILENT)
    if silent.exists():
        silent.update(state=WAITING, progress="", turn=F("turn") + 1)
    waiting = Proposal.objects.filter(state=WAITING).order_by("asked_at", "key").defer("problem").first()
    if waiting is None:
        return None
    taken = Proposal.objects.filter(key=waiting.key, state=WAITING).update(
        state=RUNNING, worker=uuid4().hex, seen_at=now, turn=F("turn") + 1
    )
    return Proposal.objects.get(key=waiting.key) if taken else None


def gone(worker: str, now: datetime) -> None:
    """Note that a worker's process has ended: a proposal that it left unfinished has failed."""
    Proposal.objects.filter(worker=worker, state=RUNNING).update(state=FAILED, ended_at=now, turn=F("turn") + 1)


def run(key: str, worker: str) -> None:
    """Search for a proposal that was claimed for this worker."""
    mine = Proposal.objects.filter(key=key, worker=worker, state=RUNNING)
    row = mine.first()
    if row is None:
        return
    said, problem = Ask.model_validate_json(row.asked), Problem.model_validate_json(row.problem)
    teller = _Teller(mine)
    try:
        found = answer(problem, Limits(seconds=said.seconds, gap=GAP, seed=said.seed), teller.tell)
    except Exception:
        mine.update(state=FAILED, ended_at=door.clock.now(), turn=F("turn") + 1)
        raise
    state = STOPPED if teller.stopped and found.state != "FOUND" else DONE
    ended = {"answer": found.model_dump_json(), "ended_at": door.clock.now(), "turn": F("turn") + 1}
    mine.update(state=state, **ended)


class _Teller:
    """Writes down how far a search is, and hears whether it is to go on."""

    def __init__(self, mine: Any) -> None:
        self._mine, self._told_at, self.stopped = mine, 0.0, False

    def tell(self, progress: Progress) -> bool:
        """Write the progress down now and then; False once somebody stopped it, or another worker has it."""
        if not self.stopped and monotonic() - self._told_at >= TELLS_EVERY:
            said = {"progress": progress.model_dump_json(), "seen_at": door.clock.now(), "turn": F("turn") + 1}
            self.stopped = not self._mine.filter(stop=False).update(**said)
            self._told_at = monotonic()
        return not self.stopped


NO_SOLVER = plain(
    "no-solver",
    highs.MISSING.zh,
    highs.MISSING.en,
    "在那之前，排班请手工安排。",
    "Until then, plan by hand.",
)
TOO_MANY = plain(
    "proposals-waiting",
    f"已有 {MOST_WAITING} 个方案在等候或计算。",
    f"{MOST_WAITING} proposals are waiting or being searched already.",
    "等其中一个结束，或停下一个。",
    "Wait until one has ended, or stop one.",
)
