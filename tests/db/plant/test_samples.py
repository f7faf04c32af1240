"""Bound files of samples in the database: filled in piece by piece, made again, compared, drawn from."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput
from jiaoban.ledger import files, rebuild, store
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from jiaoban.org.door import Visit
from jiaoban.plant import background, measured, presets, queries, samples
from jiaoban.plant.models import SampleRow
from jiaoban.plant.rules import samples as rules
from jiaoban.plant.tables import BATCHES, Batch
from jiaoban.regime.load import load
from tests import broken, cast, recorded
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""Midnight at the station, when the recording is made to begin."""
RIVER = presets.preset("yangtze")


@pytest.fixture
def visit(data: Path) -> Iterator[Visit]:
    """The program at the control room at 06:00, with the parameters of the river."""
    from jiaoban.org import packs

    before, door.clock = door.clock, VirtualClock(BEGINS + timedelta(hours=6))
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    made = door.as_system(cast.SITE)
    for key, one in RIVER.parameters.items():
        do(made, "plant.register_parameter", f"r-{key}", parameter=key, **one.model_dump())
    yield made
    door.clock = before


def do(visit: Visit, verb: str, command: str, **said: Any) -> Any:
    return visit.do(verb, said, command=command, post=cast.CCR)


def bind(visit: Visit, content: bytes, command: str = "bind", **said: Any) -> Batch:
    name = samples.keep(content)
    told = {"file": name, "source": "水情", "mapping": RIVER.mapping, "starts_at": BEGINS, **said}
    outcome = do(visit, "plant.bind_samples", command, **told)
    assert outcome.refusal is None, outcome.refusal
    found = measured.batch(visit.book, command)
    assert found is not None
    return found


def test_one_act_binds_a_file_and_its_samples_follow_in_pieces(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "PIECE", 7)
    before = visit.book.size
    batch = bind(visit, recorded.yangtze())
    assert visit.book.size == before + 1
    assert (batch.count, batch.first_at, len(batch.parameters)) == (30, BEGINS, 5)
    told: list[int] = []
    assert samples.fill(cast.SITE, batch, progress=lambda done, _: told.append(done)) == 30
    assert told == [7, 14, 21, 28, 30]
    assert verify(cast.SITE).findings == ()


def test_what_broke_off_goes_on_where_it_was(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "PIECE", 7)
    batch = bind(visit, recorded.yangtze())
    assert samples.fill(cast.SITE, batch, pieces=2) == 14
    assert samples.fill(cast.SITE, batch) == 30
    assert SampleRow.objects.count() == 30
    assert samples.fill(cast.SITE, batch) == 30, "there is nothing to be done any more"
    assert SampleRow.objects.count() == 30


def test_the_background_loop_fills_in_and_then_asks_once(visit: Visit) -> None:
    background._done.clear()
    bind(visit, recorded.yangtze())
    background.tick(visit.now)
    assert SampleRow.objects.count() == 30
    with CaptureQueriesContext(connection) as asked:
        background.tick(visit.now)
    assert len(asked) == 1
    background._done.clear()


def test_the_same_file_is_bound_once(visit: Visit) -> None:
    bind(visit, recorded.yangtze())
    said = {"file": samples.keep(recorded.yangtze()), "source": "再来", "mapping": RIVER.mapping, "starts_at": BEGINS}
    again = do(visit, "plant.bind_samples", "again", **said)
    assert [reason.code for reason in again.refusal.reasons] == ["bound-before"]


def test_the_rows_can_be_made_again(visit: Visit) -> None:
    batch = bind(visit, recorded.yangtze())
    samples.fill(cast.SITE, batch)
    there = list(SampleRow.objects.order_by("number").values_list("parameter", "at", "value"))
    SampleRow.objects.all().delete()
    assert rebuild.rebuild(cast.SITE)[samples.TABLE] == 30
    assert list(SampleRow.objects.order_by("number").values_list("parameter", "at", "value")) == there


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE plant_sample SET value = '1' WHERE number = 3", "sample-changed"),
        ("UPDATE plant_sample SET at = '2026-11-22 17:00:01' WHERE number = 3", "sample-changed"),
        ("DELETE FROM plant_sample WHERE number = 3", "sample-changed"),
        ("UPDATE plant_sample SET batch = batch + 1000", "sample-extra"),
        ("UPDATE plant_sample SET number = 99 WHERE number = 29", "sample-changed"),
    ],
)
def test_a_row_that_is_not_as_the_file_gives_it_is_found(visit: Visit, change: str, code: str) -> None:
    samples.fill(cast.SITE, bind(visit, recorded.yangtze()))
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert code in {one.code for one in verify(cast.SITE).findings}
    assert code in {one.code for one in rebuild.differences(cast.SITE)[1]}


def test_a_lost_file_is_found_and_stops_nothing_else(visit: Visit) -> None:
    batch = bind(visit, recorded.yangtze())
    files.path_of(batch.file).unlink()
    assert {one.code for one in verify(cast.SITE).findings} == {"file"}
    with pytest.raises(files.FileLost):
        samples.fill(cast.SITE, batch)
    background._done.clear()
    background.tick(visit.now)
    background._done.clear()
    assert rebuild.rebuild(cast.SITE)[samples.TABLE] == 0


def test_what_lies_ahead_is_no_sample_now_nor_later(visit: Visit) -> None:
    with pytest.raises(BadInput):
        bind(visit, recorded.yangtze(12))
    batch = bind(visit, recorded.yangtze(12), leave_out=True)
    assert (batch.count, batch.left_out) == (7 * 5, 5 * 3)
    door.clock.moment += timedelta(days=2)  # type: ignore[attr-defined]
    assert samples.fill(cast.SITE, batch) == batch.count
    assert verify(cast.SITE).findings == ()


def test_a_file_that_was_never_stored_cannot_be_bound(visit: Visit) -> None:
    with pytest.raises(BadInput) as caught:
        do(visit, "plant.bind_samples", "b", file="0" * 64, source="x", mapping=RIVER.mapping, starts_at=BEGINS)
    assert caught.value.where == "file"


def test_parameters_that_are_not_registered_are_named(visit: Visit) -> None:
    tep = presets.preset("tep").mapping
    with pytest.raises(BadInput, match="XMEAS-1"):
        do(visit, "plant.bind_samples", "b", file=samples.keep(b"x"), source="x", mapping=tep, starts_at=BEGINS)


def test_of_two_files_of_one_time_the_one_bound_last_is_shown(visit: Visit) -> None:
    first, second = recorded.yangtze(), recorded.yangtze()
    key = "sanxia-level"
    for command, content in (("one", first), ("two", second + b"\n")):
        samples.fill(cast.SITE, bind(visit, content, command))
    SampleRow.objects.filter(batch=number_of(visit, "one"), parameter=key).update(value="1.5")
    span = (BEGINS, BEGINS + timedelta(days=1))
    shown = samples.course(cast.SITE, key, *span)
    moments = [at for at, _ in shown]
    assert len(moments) == len(set(moments)) == 6
    assert "1.5" not in {value for _, value in shown}
    assert [at for at, _ in samples.course(cast.SITE, key, *span, limit=2)] == moments[-2:]


def number_of(visit: Visit, command: str) -> int:
    found = measured.batch(visit.book, command)
    assert found is not None
    return found.number


def draw(visit: Visit, command: str = "draw", **said: Any) -> Any:
    return do(
        visit, "plant.draw_readings", command, since=BEGINS, until=BEGINS + timedelta(hours=5, minutes=30), **said
    )


def test_official_readings_are_drawn_at_their_moments_and_keep_their_real_times(visit: Visit) -> None:
    batch = bind(visit, recorded.yangtze())
    samples.fill(cast.SITE, batch)
    outcome = draw(visit)
    assert outcome.refusal is None
    found = queries.readings(visit.book, "yichang-level")
    assert [one.at - BEGINS for one in reversed(found)] == [
        timedelta(hours=0), timedelta(hours=1), timedelta(hours=2, minutes=4), timedelta(hours=3), timedelta(hours=4),
        timedelta(hours=5),
    ]  # fmt: skip
    assert {one.batch for one in found} == {f"{batch.number}"}
    again = draw(visit, "again")
    assert [reason.code for reason in again.refusal.reasons] == ["no-samples"]
    assert verify(cast.SITE).findings == ()


def test_nothing_is_drawn_while_a_file_is_on_its_way(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "PIECE", 7)
    samples.fill(cast.SITE, bind(visit, recorded.yangtze()), pieces=1)
    assert [reason.code for reason in draw(visit).refusal.reasons] == ["samples-on-their-way"]


def test_a_file_is_read_once_for_looking_and_for_binding(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    real = rules.survey

    def counted(*asked: Any, **more: Any) -> rules.Tally:
        read.append(asked)
        return real(*asked, **more)

    monkeypatch.setattr(rules, "survey", counted)
    name = samples.keep(recorded.yangtze(5))
    asked = (name, RIVER.mapping.model_dump_json(), visit.site.zone, BEGINS)
    samples.surveyed(*asked, samples.minute(visit.now))
    door.clock.moment += timedelta(minutes=7)  # type: ignore[attr-defined]
    bind(visit, recorded.yangtze(5))
    assert len(read) == 1


def test_what_somebody_read_is_not_drawn_over(visit: Visit) -> None:
    samples.fill(cast.SITE, bind(visit, recorded.yangtze()))
    mine = [{"parameter": "yichang-level", "value": "47"}]
    do(visit, "plant.read", "read", readings=mine, at=BEGINS + timedelta(hours=3))
    draw(visit)
    found = measured.reading_at(visit.book, "yichang-level", BEGINS + timedelta(hours=3))
    assert found is not None
    assert (found.value, found.batch) == ("47", "")


def test_an_implausible_sample_is_marked_when_it_is_drawn(visit: Visit) -> None:
    line = {"parameter": "yichang-level", **RIVER.parameters["yichang-level"].model_dump(), "highest": "48.2"}
    do(visit, "plant.register_parameter", "r2", **line)
    samples.fill(cast.SITE, bind(visit, recorded.yangtze()))
    draw(visit)
    found = {one.at - BEGINS: one.doubt for one in queries.readings(visit.book, "yichang-level")}
    assert found[timedelta(hours=1)] == ""
    assert found[timedelta(hours=4)] == "RANGE"


def test_a_sample_too_far_from_its_moment_is_not_drawn(visit: Visit) -> None:
    samples.fill(cast.SITE, bind(visit, recorded.yangtze(), starts_at=BEGINS + timedelta(minutes=20)))
    refused = draw(visit)
    assert [reason.code for reason in refused.refusal.reasons] == ["no-samples"]


@pytest.mark.parametrize("until", [BEGINS, BEGINS + timedelta(days=9)])
def test_a_span_that_is_none_is_refused(visit: Visit, until: datetime) -> None:
    with pytest.raises(BadInput):
        do(visit, "plant.draw_readings", "d", since=BEGINS, until=until)


def test_of_broken_files_nothing_is_half_applied(visit: Visit) -> None:
    before = visit.book.size
    bound, refused = 0, []
    for number in range(60):
        try:
            batch = bind(visit, broken.sample_file(number), f"broken-{number}")
        except BadInput as error:
            refused.append(error)
            continue
        bound += 1
        assert samples.fill(cast.SITE, batch) == batch.count
    assert {one.where for one in refused} == {"file"}
    assert visit.book.size == before + bound
    assert SampleRow.objects.count() == sum(one.count for one in visit.book.find(BATCHES))
    assert verify(cast.SITE).findings == ()
