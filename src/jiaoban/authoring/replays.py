"""Replays over the past of a site: asked for on a page, carried out beside the server, watched, stopped, reported.

A replay only reads the book, and can be made again at any time; so it is no act. One runs at a time, in a process of
its own: it computes for a minute, and whoever works meanwhile must not feel it.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Sum

from jiaoban.authoring.models import Replay
from jiaoban.handover import usecases as _handover  # noqa: F401 - declares what the past is folded by
from jiaoban.handover.replay import Judged, replay
from jiaoban.handover.replayed import plain, told_apart
from jiaoban.kernel.act import Act
from jiaoban.kernel.refusal import CommandReused, Declined, NotFound
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import plain as reason
from jiaoban.ledger.store import DbBook
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack

WAITING, RUNNING, DONE, STOPPED, FAILED = "WAITING", "RUNNING", "DONE", "STOPPED", "FAILED"
UNDER_WAY = (WAITING, RUNNING)
MOST_WAITING = 3
"""Replays of a site that wait or run at once."""
MOST_KEPT = 20
"""Replays of a site that are kept; the oldest go first."""
LONGEST_KEY = 64
LONGEST_VERSION = 40
"""Characters of a version that are kept; a draft may say what no version can be called."""
MOST_TOLD = 5000
"""Moments that a report tells one by one; the counts are of all."""
SILENT = timedelta(seconds=60)
"""A worker that is not heard of for so long is gone; its replay begins again."""
TELLS_EVERY = 0.4
"""Seconds between two words about the progress."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be replayed: the pack of a digest, for a draft, from a local day on (None: everything)."""

    draft: str
    digest: str
    version: str
    since: date | None = None


def ask(visit: door.Visit, wish: Wish, key: str) -> Replay:
    """Have a replay made, and return it; `key` is the client's, so that the same request twice is one.

    The same wish that is under way already is joined. Raises `BadInput` for a key that cannot be one, `CommandReused`
    for one that was used for another wish, `Declined` where too many are under way.
    """
    door.need_command(key, LONGEST_KEY)
    site = visit.book.site
    known = Replay.objects.filter(key=key).first()
    if known is not None:
        return _same(known, site, wish)
    with transaction.atomic():
        mine = Replay.objects.filter(site=site)
        joined = _joined(mine.filter(state__in=UNDER_WAY), wish)
        if joined is not None:
            return joined
        if mine.filter(state__in=UNDER_WAY).count() >= MOST_WAITING:
            raise Declined(
                reason(
                    "replays-waiting",
                    f"已有 {MOST_WAITING} 次回放在等候或进行。",
                    f"{MOST_WAITING} replays are waiting or running already.",
                    "等其中一次结束，或停下一次。",
                    "Wait until one has ended, or stop one.",
                )
            )
        old = mine.exclude(state__in=UNDER_WAY).order_by("-asked_at", "-key").values_list("key", flat=True)
        Replay.objects.filter(key__in=list(old[MOST_KEPT - 1 :])).delete()
        asked = {
            "site": site,
            "draft": wish.draft,
            "digest": wish.digest,
            "version": wish.version[:LONGEST_VERSION],
            "since": wish.since,
            "asked_by": visit.actor.person,
            "asked_at": visit.now,
            "state": WAITING,
            "total": visit.book.size,
        }
        made, _ = Replay.objects.get_or_create(key=key, defaults=asked)  # the same request may come twice at once
        return _same(made, site, wish)


def _same(known: Replay, site: str, wish: Wish) -> Replay:
    if (known.site, known.draft, known.digest, known.since) != (site, wish.draft, wish.digest, wish.since):
        raise CommandReused(f"{known.key} was used before for another replay")
    return known


def _joined(running: Any, wish: Wish) -> Replay | None:
    found: Replay | None = running.filter(draft=wish.draft, digest=wish.digest, since=wish.since).first()
    return found


def of_draft(site: str, draft: str) -> list[Replay]:
    """Return the replays of a draft, newest first, without their reports."""
    found = Replay.objects.filter(site=site, draft=draft).defer("report")
    return list(found.order_by("-asked_at", "-key")[:MOST_KEPT])


def one(site: str, draft: str, key: str) -> Replay:
    """Return a replay of a draft; raises `NotFound`."""
    found = Replay.objects.filter(site=site, draft=draft, key=key).first()
    if found is None:
        raise NotFound(f"replay {key}")
    return found


def report(found: Replay) -> dict[str, Any] | None:
    """Return what a replay came to (see `handover.replayed.plain`), or None while it is not done."""
    return told_apart(json.loads(found.report)) if found.state == DONE else None


def stop(found: Replay) -> None:
    """Stop a replay: at once while it waits, within a second while it runs. One that has ended stays as it is."""
    mine = Replay.objects.filter(key=found.key)
    if not mine.filter(state=WAITING).update(state=STOPPED, stop=True, turn=F("turn") + 1, ended_at=door.clock.now()):
        mine.filter(state=RUNNING).update(stop=True, turn=F("turn") + 1)


def turns() -> dict[str, int]:
    """Return a figure for every site that has replays; it is another one when one of them has moved on."""
    rows = Replay.objects.values_list("site").annotate(moved=Sum("turn") + Sum("total")).order_by("site")
    return dict(rows)


def claim(now: datetime) -> Replay | None:
    """Take the next replay that waits, for a worker to carry out, or None. Those whose worker is gone wait again."""
    if not Replay.objects.filter(state__in=UNDER_WAY).exists():  # every second, and nothing is written for it
        return None
    silent = Replay.objects.filter(state=RUNNING, seen_at__lt=now - SILENT)
    if silent.exists():
        silent.update(state=WAITING, done=0, handovers=0, otherwise=0, turn=F("turn") + 1)
    waiting = Replay.objects.filter(state=WAITING).order_by("asked_at", "key").defer("report").first()
    if waiting is None:
        return None
    worker = uuid4().hex
    taken = Replay.objects.filter(key=waiting.key, state=WAITING).update(
        state=RUNNING, worker=worker, seen_at=now, turn=F("turn") + 1
    )
    return Replay.objects.get(key=waiting.key) if taken else None


def gone(worker: str, now: datetime) -> None:
    """Note that a worker's process has ended: a replay that it left unfinished has failed."""
    Replay.objects.filter(worker=worker, state=RUNNING).update(state=FAILED, ended_at=now, turn=F("turn") + 1)


class Stopped(Exception):
    """Somebody stopped the replay, or another worker has it now."""


def run(key: str, worker: str) -> None:
    """Carry out a replay that was claimed for this worker."""
    mine = Replay.objects.filter(key=key, worker=worker, state=RUNNING)
    found = mine.first()
    if found is None:
        return
    began = monotonic()
    teller = _Teller(mine)
    try:
        judged = teller.through(DbBook(found.site), packs.packs(found.digest), found.since)
        told = json.dumps(plain(judged, MOST_TOLD), ensure_ascii=False)
        teller.tell(state=DONE, report=told, ended_at=door.clock.now(), seconds=monotonic() - began)
    except Stopped:
        mine.update(state=STOPPED, ended_at=door.clock.now(), turn=F("turn") + 1)
    except Exception:
        mine.update(state=FAILED, ended_at=door.clock.now(), turn=F("turn") + 1)
        raise


class _Teller:
    """Goes through the past and says how far it has come."""

    def __init__(self, mine: Any) -> None:
        self._mine = mine
        self._done = 0
        self._told_at = 0.0
        self._handovers: set[str] = set()
        self._otherwise: set[str] = set()

    def through(self, book: DbBook, pack: Pack, since: date | None) -> list[Judged]:
        """Return every moment of the past as the pack judges it."""
        size = book.size
        self.tell(total=size)
        begin = local(since, time(), org.site(book).zone).astimezone(UTC) if since else None
        judged = []
        for one in replay(book.site, self._counted(book.acts(0, size)), pack, packs.packs, begin):
            judged.append(one)
            self._handovers.add(one.handover)
            if one.otherwise:
                self._otherwise.add(one.handover)
        return judged

    def _counted(self, acts: Iterable[Act]) -> Iterator[Act]:
        for act in acts:
            yield act
            self._done += 1
            if monotonic() - self._told_at >= TELLS_EVERY:
                self.tell()

    def tell(self, **more: Any) -> None:
        """Write down how far it has come; raises `Stopped` where it is not to go on."""
        figures = {"done": self._done, "handovers": len(self._handovers), "otherwise": len(self._otherwise)}
        seen = {"seen_at": door.clock.now(), "turn": F("turn") + 1}
        if not self._mine.filter(stop=False).update(**figures, **seen, **more):
            raise Stopped
        self._told_at = monotonic()
