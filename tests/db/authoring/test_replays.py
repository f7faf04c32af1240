"""Replays: asked for, claimed by one worker, told how far, stopped, begun again, and what they report."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.authoring import background, replays
from jiaoban.authoring.models import Replay
from jiaoban.handover.replay import replay
from jiaoban.handover.replayed import plain
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput, CommandReused, Declined, NotFound
from jiaoban.ledger import store
from jiaoban.ledger.apart import Apart
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, Desk, pack

NOW = EIGHT + timedelta(hours=1)


def stricter() -> Pack:
    """The regime with a gate that no handover passes, and without another one."""
    plain_pack = pack().model_dump(mode="json", by_alias=True, exclude_none=True)
    plain_pack["head"]["version"] = "2.0.0"
    plain_pack["handover"]["gates"][0] |= {"id": "never", "clear_when": {"any": []}}
    return Pack.model_validate(plain_pack)


@pytest.fixture
def desk(db: None, data: Path) -> Iterator[Desk]:
    kept, door.clock = door.clock, VirtualClock(NOW)
    packs.store(pack())
    made = Desk(store.found(cast.SITE))
    made.signed()
    yield made
    door.clock = kept


def visit() -> door.Visit:
    book = store.DbBook(cast.SITE)
    return door.Visit(book, org.actor(book, cast.AUTHOR.key), org.site(book), NOW)


def ask(key: str = "one", **more: Any) -> Replay:
    wish = {"draft": "d", "digest": packs.store(stricter()), "version": "2.0.0", **more}
    return replays.ask(visit(), replays.Wish(**wish), key)


def test_a_replay_tells_what_the_command_line_tells(desk: Desk) -> None:
    ask()
    taken = replays.claim(NOW)
    assert taken is not None
    replays.run(taken.key, taken.worker)
    done = replays.one(cast.SITE, "d", "one")
    told = replays.report(done)
    expected = plain(list(replay(cast.SITE, store.DbBook(cast.SITE).acts(), stricter(), packs.packs)))
    assert told == expected
    assert told["summary"]["would_have_blocked"]["never"] == 1
    size = store.DbBook(cast.SITE).size
    assert (done.state, done.done, done.total) == (replays.DONE, size, size)
    assert (done.handovers, done.otherwise) == (1, 1)


def test_nothing_before_the_first_day_is_judged(desk: Desk) -> None:
    ask(since=date(2026, 11, 24))
    taken = replays.claim(NOW)
    assert taken is not None
    replays.run(taken.key, taken.worker)
    told = replays.report(replays.one(cast.SITE, "d", "one"))
    assert told is not None
    assert told["summary"]["handovers"] == 0


def test_one_worker_alone_carries_a_replay_out(desk: Desk) -> None:
    ask()
    taken = replays.claim(NOW)
    assert taken is not None
    assert replays.claim(NOW) is None
    replays.run(taken.key, "another worker")
    assert replays.one(cast.SITE, "d", "one").state == replays.RUNNING


def test_a_worker_that_is_silent_for_a_minute_is_followed_by_another(desk: Desk) -> None:
    ask()
    first = replays.claim(NOW)
    second = replays.claim(NOW + timedelta(seconds=61))
    assert first is not None
    assert second is not None
    assert first.worker != second.worker
    replays.run(first.key, first.worker)
    assert replays.one(cast.SITE, "d", "one").state == replays.RUNNING
    replays.run(second.key, second.worker)
    assert replays.one(cast.SITE, "d", "one").state == replays.DONE


def test_a_replay_is_stopped_while_it_waits_and_while_it_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    replays.stop(ask("waiting"))
    assert replays.one(cast.SITE, "d", "waiting").state == replays.STOPPED
    assert replays.claim(NOW) is None
    ask("running")
    taken = replays.claim(NOW)
    assert taken is not None
    monkeypatch.setattr(replays, "TELLS_EVERY", 0)
    real = replay

    def stopped_soon(*given: Any) -> Any:
        for judged in real(*given):
            replays.stop(taken)
            yield judged

    monkeypatch.setattr(replays, "replay", stopped_soon)
    replays.run(taken.key, taken.worker)
    ended = replays.one(cast.SITE, "d", "running")
    assert ended.state == replays.STOPPED
    assert 0 < ended.done < ended.total
    assert replays.report(ended) is None


def test_what_fails_says_so_and_is_not_tried_for_ever(desk: Desk) -> None:
    ask(digest="0" * 64)
    taken = replays.claim(NOW)
    assert taken is not None
    with pytest.raises(LookupError):
        replays.run(taken.key, taken.worker)
    assert replays.one(cast.SITE, "d", "one").state == replays.FAILED
    assert replays.claim(NOW + timedelta(days=1)) is None


def test_the_same_wish_is_joined_and_only_so_many_wait(desk: Desk) -> None:
    first = ask("a")
    assert ask("a").key == ask("b").key == first.key
    ask("c", draft="other")
    ask("d", draft="third")
    with pytest.raises(Declined, match="回放"):
        ask("e", draft="fourth")


def test_the_oldest_are_forgotten(desk: Desk) -> None:
    for number in range(replays.MOST_KEPT + 3):
        replays.stop(ask(f"r{number:02d}"))
    kept = replays.of_draft(cast.SITE, "d")
    assert len(kept) == replays.MOST_KEPT
    assert kept[0].key == f"r{replays.MOST_KEPT + 2}"
    with pytest.raises(NotFound):
        replays.one(cast.SITE, "d", "r00")


def test_another_site_or_draft_sees_nothing_of_it(desk: Desk) -> None:
    ask()
    for site, draft in ((cast.NEIGHBOUR, "d"), (cast.SITE, "other")):
        with pytest.raises(NotFound):
            replays.one(site, draft, "one")


def test_every_step_changes_the_figure_that_live_pages_watch(desk: Desk) -> None:
    seen = [replays.turns()]
    ask()
    seen.append(replays.turns())
    taken = replays.claim(NOW)
    assert taken is not None
    seen.append(replays.turns())
    replays.run(taken.key, taken.worker)
    seen.append(replays.turns())
    assert len({str(one) for one in seen}) == len(seen)


def test_a_second_without_a_replay_costs_one_question_and_writes_nothing(
    desk: Desk, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1) as asked:
        background.tick(NOW)
    assert [one["sql"].split()[0] for one in asked.captured_queries] == ["SELECT"]


class Ended:
    """A process that has ended at once."""

    def poll(self) -> int:
        return 1


def test_the_loop_starts_one_and_notes_when_it_died(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def start(_apart: Apart, taken: Replay) -> Ended:
        started.append(taken.key)
        return Ended()

    monkeypatch.setattr(Apart, "_start", start)
    ask("a")
    ask("b", draft="other")
    background.tick(NOW)
    assert started == ["a"]
    background.tick(NOW)
    assert started == ["a", "b"]
    assert replays.one(cast.SITE, "d", "a").state == replays.FAILED


def test_a_key_stands_for_one_wish_and_a_long_version_is_no_hindrance(desk: Desk) -> None:
    first = ask("same", version="9" * 50)
    assert (ask("same").key, first.version) == ("same", "9" * 40)
    for other in ({"draft": "e"}, {"since": date(2026, 11, 1)}):
        with pytest.raises(CommandReused):
            ask("same", **other)
    Replay.objects.filter(key="same").update(site="elsewhere")  # keys are told apart over all sites
    with pytest.raises(CommandReused):
        ask("same")
    with pytest.raises(BadInput):
        ask("a/b")
    with pytest.raises(BadInput):
        ask("x" * (replays.LONGEST_KEY + 1))
    assert Replay.objects.count() == 1
