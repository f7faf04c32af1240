"""Run scenarios: every step through the door that production uses, over a book in memory, at the scenario's own time.

What scenarios have in common is done once: the book as a procedure left it is kept, and the next scenario that begins
in the same way starts from a copy.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.org import queries
from jiaoban.regime.pack import Pack
from jiaoban.scenario.expect import failings
from jiaoban.scenario.outcome import said_of
from jiaoban.scenario.read import PROGRAM, Case, Placed
from jiaoban.scenario.resolve import Resolver
from jiaoban.scenario.scene import Failing, Scene
from jiaoban.scenario.shape import Checks
from jiaoban.scenario.world import Impossible, World, bring_about, found, world_of

KINDS: dict[type[Exception], str] = {
    BadInput: "input",
    ValidationError: "input",
    NotAllowed: "not-allowed",
    NotFound: "not-found",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario: nothing failing means that it passed."""

    case: Case
    failing: tuple[Failing, ...]

    @property
    def passed(self) -> bool:
        """Everything was as expected."""
        return not self.failing


@dataclass(slots=True)
class _State:
    book: WritableBook
    now: datetime
    labels: dict[str, str] = field(default_factory=dict)
    done: int = 0

    def copy(self) -> "_State":
        assert isinstance(self.book, MemoryBook)
        return _State(self.book.copy(), self.now, dict(self.labels), self.done)


class Runner:
    """Runs the scenarios of one pack. `watch` is shown the book after every step that is carried out."""

    def __init__(self, pack: Pack, watch: Callable[[Placed, Scene], None] | None = None) -> None:
        self.pack = pack
        self.watch = watch
        self._worlds: dict[str, tuple[World, _State]] = {}
        self._kept: dict[tuple[Any, ...], _State] = {}

    def run(self, cases: Iterable[Case]) -> list[Result]:
        """Run these scenarios, in order."""
        return [self.one(case) for case in cases]

    def one(self, case: Case) -> Result:
        """Run one scenario; it ends at the first thing that is not as expected."""
        try:
            world, state, steps = self._begin(case)
        except (Impossible, ValidationError, BadInput, NotFound) as error:
            return Result(case, (Failing(case.file, case.line, "given", "it can be brought about", said_of(error)),))
        for placed in steps:
            failing = self._step(world, state, placed)
            if failing:
                return Result(case, tuple(failing))
        made: list[Failing] = []
        for checks, line in case.then:
            scene = self._scene(world, state, checks, None)
            made.extend(failings(scene, checks, case.file, line))
        return Result(case, tuple(made))

    def play(self, case: Case, book: WritableBook, name: Words) -> tuple[Result, datetime]:
        """Carry one scenario out in the empty book of a demo site of this name; also return when it ended.

        Raises `Impossible` where its beginning cannot be brought about. The caller undoes what failed.
        """
        world = world_of(case.given, self.pack)
        bring_about(book, world, name, demo=True)
        state = _State(book, world.moment(case.given.at or "00:00"))
        for placed in case.steps:
            failing = self._step(world, state, placed)
            if failing:
                return Result(case, tuple(failing)), state.now
        found = [
            one
            for checks, line in case.then
            for one in failings(self._scene(world, state, checks, None), checks, case.file, line)
        ]
        return Result(case, tuple(found)), state.now

    def _begin(self, case: Case) -> tuple[World, _State, tuple[Placed, ...]]:
        """Return the furthest state that is known for the beginning of this scenario, and the steps that are left."""
        identity = case.given.model_dump_json()
        if identity not in self._worlds:
            world = world_of(case.given, self.pack)
            self._worlds[identity] = (world, _State(found(world), world.moment(case.given.at or "00:00")))
        world, state = self._worlds[identity]
        known: tuple[Any, ...] = (identity,)
        kept, state = 0, state
        shared = next((i for i, placed in enumerate(case.steps) if placed.fresh), len(case.steps))
        names = [placed.identity for placed in case.steps[:shared]]
        for length in range(shared, 0, -1):
            found_state = self._kept.get((*known, *names[:length]))
            if found_state is not None:
                kept, state = length, found_state
                break
        state = state.copy()
        for length in range(kept, shared):
            if self._step(world, state, case.steps[length]):
                return world, state, case.steps[length:]
            self._kept[(*known, *names[: length + 1])] = state.copy()
        return world, state, case.steps[shared:]

    def _scene(self, world: World, state: _State, checks: Checks, outcome: Outcome | Exception | None) -> Scene:
        post = checks.post or world.post
        now = world.moment(checks.at, state.book) if checks.at else state.now
        return Scene(state.book, world, now, post, dict(state.labels), outcome)

    def _step(self, world: World, state: _State, placed: Placed) -> list[Failing]:
        step = placed.step
        if step.at is not None:
            moment = world.moment(step.at, state.book) + placed.later
            if moment < state.now:
                return [Failing(placed.file, placed.line, "at", "time goes on", f"{step.at} lies before what was done")]
            state.now = moment
        state.done += 1
        command = f"step-{state.done:03d}"
        outcome = self._perform(world, state, placed, command)
        if step.as_ is not None:
            state.labels[step.as_] = command
        checks = step.expect or Checks()
        if step.post is not None and checks.post is None:
            checks = checks.model_copy(update={"post": step.post})
        scene = self._scene(world, state, checks, outcome)
        if self.watch is not None:
            self.watch(placed, scene)
        return failings(scene, checks, placed.file, placed.line)

    def _perform(self, world: World, state: _State, placed: Placed, command: str) -> Outcome | Exception:
        step = placed.step
        post = step.post or world.post
        verb = find_verb(step.does or "")
        assert verb is not None
        try:
            said = Resolver(state.book, world, state.labels, post, state.now).arguments(verb.args, step.with_)
            return perform(
                state.book,
                verb.name,
                verb.args.model_validate(said),
                actor=self._actor(world, state, step.who),
                place=queries.place(state.book, "" if verb.scope == "site" else post, state.now),
                now=state.now,
                command=command,
                packs=world.packs,
            )
        except (Impossible, ValidationError, BadInput, NotFound, NotAllowed) as error:
            return error

    def _actor(self, world: World, state: _State, who: str | None) -> Any:
        if who is None or who == PROGRAM:
            return SYSTEM
        if who not in world.keys:
            raise Impossible(f"There is no person {who}; there are: {'、'.join(world.keys)}.")
        return queries.actor(state.book, world.keys[who])
