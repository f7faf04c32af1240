"""Samples of instruments in the database: filled in from bound files, piece by piece; looked up; made again.

An act binds a file; its samples follow in pieces, each in a transaction of its own, so that a million of them stop
nobody from writing. The rows are numbered in the order of the file, so where filling broke off it goes on. A file whose
last sample is there is complete; readings are drawn only where no file is still on its way.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max

from jiaoban.kernel.act import Act
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.ledger import derived, files, turns
from jiaoban.ledger.verify.findings import Findings
from jiaoban.plant import acts
from jiaoban.plant.mapping import Mapping
from jiaoban.plant.models import SampleRow
from jiaoban.plant.rules import samples as rules
from jiaoban.plant.rules.samples import Sample, Tally
from jiaoban.plant.rules.texts import Unreadable
from jiaoban.plant.tables import Batch

LARGEST = 128 * 1024 * 1024
"""Bytes of a file of samples."""
PIECE = 20_000
TABLE = SampleRow._meta.db_table
Progress = Callable[[int, int], None]
_INSERT = (
    f'INSERT INTO "{TABLE}" ("site", "batch", "number", "parameter", "at", "value")'  # noqa: S608
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


def keep(content: bytes) -> str:
    """Store a file of samples and return its name. Raises `BadInput` for an empty one and one above 128 MB."""
    return files.put(content, limit=LARGEST)


def surveyed(name: str, said: str, zone: str, starts_at: datetime | None, now: datetime) -> Tally:
    """Return what a stored file comes to by a mapping (as JSON). It is remembered, so that who looks and then binds
    does not wait twice, and binding holds nobody up: a file of which nothing lay ahead then comes to the same later.

    Raises `BadInput` with the place where the file is not of this form.
    """
    asked = (name, said, zone, starts_at)
    then = _SURVEYS.get(asked)
    if then is not None and (then[0] == now or (then[0] < now and not then[1].ahead)):
        return then[1]
    try:
        found = rules.survey(files.get(name), Mapping.model_validate_json(said), zone, starts_at=starts_at, now=now)
    except files.FileLost as error:
        zh, en = f"没有存入过文件 {name[:12]}…。", f"The file {name[:12]}… was never stored."
        right = Words(zh="请先上传文件。", en="Store it first.")
        raise BadInput("file", Words(zh=zh, en=en), right) from error
    except Unreadable as error:
        right = Words(zh=f"位置：第 {error.line} 行。", en=f"It is in line {error.line}.")
        raise BadInput("file", error.says, right) from error
    while len(_SURVEYS) >= _REMEMBERED:
        _SURVEYS.pop(next(iter(_SURVEYS)), None)
    _SURVEYS[asked] = now, found
    return found


_REMEMBERED = 8
_SURVEYS: dict[tuple[str, str, str, datetime | None], tuple[datetime, Tally]] = {}


def loaded(site: str, batch: int) -> int:
    """Return how many samples of a bound file (by the number of its act) are in the table."""
    with connection.cursor() as cursor:
        return _loaded(cursor, site, batch)


def loaded_of(site: str, numbers: Sequence[int]) -> dict[int, int]:
    """Return how many samples of each of these files are in the table. One query."""
    rows = SampleRow.objects.filter(site=site, batch__in=numbers).order_by().values("batch")
    return {row["batch"]: row["last"] + 1 for row in rows.annotate(last=Max("number"))}


def fill(site: str, batch: Batch, *, progress: Progress | None = None, pieces: int | None = None) -> int:
    """Fill the samples of a bound file in, going on where it broke off; return how many there are now.

    `pieces`: stop after so many. Raises `files.FileLost`.
    """
    done = loaded(site, batch.number)
    if done >= batch.count:
        return done
    source = islice(_samples(batch, batch.recorded_at), done, None)
    while done < batch.count and (pieces is None or pieces > 0):
        piece = list(islice(source, PIECE))
        if not piece:
            break
        with turns.turn(connection), transaction.atomic(), connection.cursor() as cursor:
            if _loaded(cursor, site, batch.number) != done:  # another process fills it in as well
                return done
            _insert(connection, site, batch.number, done, piece)
        done += len(piece)
        pieces = None if pieces is None else pieces - 1
        if progress is not None:
            progress(done, batch.count)
    return done


def nearest(site: str, parameter: str, at: datetime, within: timedelta) -> tuple[datetime, str, int] | None:
    """Return moment, figure and file (the number of its act) of the sample nearest to a moment, or None.

    Of two as near the earlier one; of several files the one bound last. Two look-ups.
    """
    found = [
        one
        for sign, order, bound in (("<=", "DESC", at - within), (">", "ASC", at + within))
        if (one := _beside(site, parameter, at, bound, sign, order)) is not None
    ]
    return min(found, key=lambda one: (abs(one[0] - at), one[0]), default=None)


def course(
    site: str, parameter: str, since: datetime, until: datetime, limit: int = 2000
) -> list[tuple[datetime, str]]:
    """Return the newest samples of a parameter with `since <= at < until`, in order, at most `limit`.

    Where several files have one of the same moment, that of the file which was bound last, as `nearest` has it.
    """
    rows = SampleRow.objects.filter(site=site, parameter=parameter, at__gte=since, at__lt=until)
    found: dict[datetime, str] = {}
    for at, value in rows.order_by("-at", "-batch").values_list("at", "value").iterator():
        if at not in found and len(found) == limit:
            break
        found.setdefault(at, value)
    return list(found.items())[::-1]


def span(site: str, parameter: str) -> datetime | None:
    """Return when the newest sample of a parameter was taken, or None."""
    rows = SampleRow.objects.filter(site=site, parameter=parameter)
    return rows.order_by("-at").values_list("at", flat=True).first()


def _beside(
    site: str, parameter: str, at: datetime, bound: datetime, sign: str, order: str
) -> tuple[datetime, str, int] | None:
    between = "at >= %s" if order == "DESC" else "at <= %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT at, value, batch FROM "{TABLE}" WHERE site = %s AND parameter = %s AND at {sign} %s AND {between}'  # noqa: S608
            f" ORDER BY at {order}, batch DESC LIMIT 1",
            [site, parameter, _moment(connection, at), _moment(connection, bound)],
        )
        row = cursor.fetchone()
    return (_utc(row[0]), str(row[1]), int(row[2])) if row else None


def _loaded(cursor: Any, site: str, batch: int) -> int:
    cursor.execute(f'SELECT MAX("number") FROM "{TABLE}" WHERE site = %s AND batch = %s', [site, batch])  # noqa: S608
    (last,) = cursor.fetchone()
    return 0 if last is None else int(last) + 1


def minute(now: datetime) -> datetime:
    """Return a moment to the minute: what lay ahead of it when a file was bound is not among its samples."""
    return now.replace(second=0, microsecond=0)


def _samples(bound: Batch | acts.SamplesBound, recorded_at: datetime) -> Iterator[Sample]:
    """Yield the samples of a bound file, exactly as they were counted when it was bound."""
    content, now = files.get(bound.file), minute(recorded_at)
    return rules.samples(content, bound.mapping, bound.zone, starts_at=bound.starts_at, tally=Tally(), now=now)


def _insert(using: BaseDatabaseWrapper, site: str, batch: int, first: int, piece: Sequence[Sample]) -> None:
    stamps: dict[datetime, Any] = {}
    rows = []
    for number, (parameter, at, value) in enumerate(piece, start=first):
        if at not in stamps:
            stamps[at] = _moment(using, at)
        rows.append((site, batch, number, parameter, stamps[at], value))
    with using.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def _moment(using: BaseDatabaseWrapper, at: datetime) -> Any:
    return using.ops.adapt_datetimefield_value(at)


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class _Samples:
    """The table of samples, made of the files that `SamplesBound` names."""

    name = TABLE
    kinds = frozenset({acts.SamplesBound.KIND})

    def remake(self, using: BaseDatabaseWrapper, site: str, bound: Iterable[Act]) -> int:
        """See `Derived.remake`."""
        with using.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{TABLE}" WHERE site = %s', [site])  # noqa: S608
        done = 0
        for act in bound:
            try:
                source = enumerate(_samples(_payload(act), act.recorded_at))
            except files.FileLost:
                continue
            while piece := list(islice(source, PIECE)):
                _insert(using, site, act.seq, piece[0][0], [sample for _, sample in piece])
                done += len(piece)
        return done

    def compare(self, using: BaseDatabaseWrapper, findings: Findings, bound: Iterable[Act]) -> None:
        """See `Derived.compare`. A file that is still being filled in is compared as far as it goes."""
        known = set()
        for act in bound:
            known.add(act.seq)
            try:
                wanted = _samples(_payload(act), act.recorded_at)
            except files.FileLost:
                continue  # told with the files
            self._compare(using, findings, act, wanted)
        with using.cursor() as cursor:
            cursor.execute(f'SELECT DISTINCT batch FROM "{TABLE}" WHERE site = %s', [findings.site])  # noqa: S608
            for (batch,) in cursor.fetchall():
                if batch not in known:
                    zh, en = "没有事实支持这些采样。", "no act accounts for these samples."
                    findings.add("sample-extra", f"{TABLE} {batch}", zh, en)

    def _compare(self, using: BaseDatabaseWrapper, findings: Findings, act: Act, wanted: Iterator[Sample]) -> None:
        low = 0
        while True:
            found = self._piece(using, findings.site, act.seq, low)
            should = [(low + place, *sample) for place, sample in enumerate(islice(wanted, PIECE))]
            if found != should[: len(found)] or len(found) > len(should):
                place = next(
                    (mine[0] for mine, other in zip(should, found, strict=False) if mine != other), low + len(should)
                )
                findings.add(
                    "sample-changed",
                    f"{TABLE} {act.seq} #{place}",
                    f"采样与第 {act.seq} 条所载的文件不符。",
                    f"the sample is not as the file that act {act.seq} names gives it.",
                    act.seq,
                )
                return
            if len(found) < PIECE:
                return
            low += PIECE

    def _piece(
        self, using: BaseDatabaseWrapper, site: str, batch: int, low: int
    ) -> list[tuple[int, str, datetime, str]]:
        with using.cursor() as cursor:
            cursor.execute(
                f'SELECT "number", parameter, at, value FROM "{TABLE}"'  # noqa: S608
                ' WHERE site = %s AND batch = %s AND "number" >= %s AND "number" < %s ORDER BY "number"',
                [site, batch, low, low + PIECE],
            )
            return [(number, key, _utc(at), value) for number, key, at, value in cursor.fetchall()]


def _payload(act: Act) -> acts.SamplesBound:
    assert isinstance(act.payload, acts.SamplesBound)
    return act.payload


TABLE_OF_FILES = _Samples()
derived.register(TABLE_OF_FILES)
