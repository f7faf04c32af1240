"""A large plant at the control room of the demo station: registers and matters through the ledger, readings past it.

Readings are loaded into their read model in bulk, as the acts of a year would leave them there: seventeen million acts
would take hours to append, and what is measured here reads the read model only.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

EQUIPMENT, PARAMETERS, DEFECTS, OPEN = 5_000, 2_000, 10_000, 200
HOUR = timedelta(hours=1)
_COMMIT = 2_000
T = TypeVar("T")


def batched(some: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield pieces of a size."""
    rest = iter(some)
    while piece := list(islice(rest, size)):
        yield piece


def open_plant(hours: int) -> Any:
    """Load the demo station and the plant, with readings of so many hours up to now; return a visit of the program."""
    from jiaoban.demo import cast
    from jiaoban.demo.load import load
    from jiaoban.org import door
    from jiaoban.plant import queries

    load()
    visit = door.as_system(cast.SITE)
    if queries.parameter(visit.book, "p0000") is None:
        _registers(visit, cast.CCR)
        _readings(visit, cast.CCR, hours)
    return visit


def _registers(visit: Any, post: str) -> None:
    from jiaoban.kernel.act import Proposed
    from jiaoban.plant import acts

    now = visit.now
    _append(
        visit,
        "equipment",
        (
            Proposed(
                acts.EquipmentRegistered(equipment=f"e{n:04}", code=f"E-{n:04}", name=f"设备 {n}", kind="PUMP"),
                post=post,
            )
            for n in range(EQUIPMENT)
        ),
    )
    _append(
        visit,
        "parameter",
        (
            Proposed(
                acts.ParameterRegistered(
                    parameter=f"p{n:04}",
                    name=f"参数 {n}",
                    unit="℃",
                    group=f"系统 {n // 200}",
                    low="20",
                    high="60",
                    schedule="FREQ=HOURLY",
                    equipment=f"e{n:04}",
                ),
                post=post,
            )
            for n in range(PARAMETERS)
        ),
    )
    for first in range(0, DEFECTS, _COMMIT):
        mine = range(first, first + _COMMIT)
        long_ago = now - timedelta(days=400)
        opened = (
            Proposed(
                acts.MatterOpened(
                    matter=f"d{n:05}", kind="DEFECT", state="OPEN", title=f"缺陷 {n}", equipment=f"e{n % EQUIPMENT:04}"
                ),
                post=post,
                occurred_at=long_ago,
            )
            for n in mine
        )
        _append(visit, f"defect-{first}", opened, long_ago)
        mended = (
            Proposed(acts.Advanced(matter=f"d{n:05}", state="CLOSED", note="已消除"), post=post, occurred_at=long_ago)
            for n in mine
            if n % (DEFECTS // OPEN)
        )
        _append(visit, f"mended-{first}", mended, long_ago)


def _append(visit: Any, name: str, proposed: Iterator[Any], now: datetime | None = None) -> None:
    from jiaoban.kernel.book import Stamp

    for number, some in enumerate(batched(proposed, _COMMIT)):
        with visit.book.transaction():
            stamp = Stamp(
                command=f"bench-{name}-{number}", request="0" * 64, actor="chen", post="", now=now or visit.now
            )
            visit.book.append(some, stamp)


def _readings(visit: Any, post: str, hours: int) -> None:
    """Write the rows of readings and of the newest ones, hour by hour."""
    from django.db import connection, transaction

    from jiaoban.ledger import rows
    from jiaoban.ledger.store import field_names
    from jiaoban.plant.models import LatestRow, ReadingRow
    from jiaoban.plant.tables import LATEST, READINGS

    last = visit.now.replace(minute=0, second=0, microsecond=0)
    columns = field_names(ReadingRow)
    place = visit.place(post)
    for some in batched(range(hours), 24):
        with transaction.atomic(), connection.cursor() as cursor:
            for hour in some:
                at = last - (hours - 1 - hour) * HOUR
                shift = place.shift_at(at)
                made = [_reading(visit.site.code, post, n, at, shift.key if shift else "") for n in range(PARAMETERS)]
                rows.put(cursor, ReadingRow, [[one[name] for name in columns] for one in made])
    with transaction.atomic(), connection.cursor() as cursor:
        newest = []
        for n in range(PARAMETERS):
            one = _reading(visit.site.code, post, n, last, "")
            state = LATEST.state.model_validate(
                {k: v for k, v in json.loads(one["state"]).items() if k in LATEST.state.model_fields}
            )
            own = {"site": one["site"], "key": one["parameter"], "seq": 0, "state": state.model_dump_json()}
            newest.append([own[name] if name in own else getattr(state, name) for name in field_names(LatestRow)])
        rows.put(cursor, LatestRow, newest)
    assert READINGS.name == "plant_reading"


def _reading(site: str, post: str, number: int, at: datetime, shift: str) -> dict[str, Any]:
    """Return a row as the fold would leave it; one in some thousand figures is outside."""
    from jiaoban.plant.tables.readings import reading_key

    turn = (number * 7919 + int(at.timestamp()) // 3600 * 104_729) % 5_003
    value = "61.5" if turn == 0 else f"{25 + turn % 300 / 10:.1f}"
    within, degree = value != "61.5", "" if value != "61.5" else "H"
    parameter, moment = f"p{number:04}", at.isoformat().replace("+00:00", "Z")
    state = (
        f'{{"key":"{reading_key(parameter, at)}","parameter":"{parameter}","post":"{post}","at":"{moment}",'
        f'"shift":"{shift}","value":"{value}","low":"20","high":"60","within":{str(within).lower()},"low_low":"",'
        f'"high_high":"","degree":"{degree}","mode":"","doubt":"","cause":"","handling":"","found_later":false,'
        f'"batch":"","by":"chen","recorded_at":"{moment}","earlier":[],"seq":0}}'
    )
    return {
        "site": site, "key": reading_key(parameter, at), "seq": 0, "state": state, "post": post, "parameter": parameter,
        "at": at, "shift": shift, "within": within, "value": value, "degree": degree, "doubt": "", "recorded_at": at,
    }  # fmt: skip
