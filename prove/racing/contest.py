"""Everybody at one instant, over HTTP; and what must have come of it."""

import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from jiaoban.handover import queries
from jiaoban.kernel.refusal import Refusal
from jiaoban.ledger.store import DbBook
from prove.racing.arena import CROWD, IN, OUT, POST, Arena
from tests import cast

PATIENCE = 20
"""Seconds for one answer."""


@dataclass(frozen=True)
class Move:
    """What one person does: a verb of the handover, with what is said."""

    who: cast.Member
    verb: str
    said: dict[str, Any]
    signed: bool = False


@dataclass(frozen=True)
class Answer:
    """What came back."""

    move: Move
    status: int
    body: dict[str, Any]

    @property
    def won(self) -> bool:
        """Whether it was done."""
        return self.status == 200

    def names(self, name: str) -> bool:
        """Whether the answer tells of this person by name."""
        return name in json.dumps(self.body, ensure_ascii=False)


def run(address: str, arena: Arena, moves: Sequence[Move], tokens: dict[str, str]) -> list[Answer]:
    """Have all moves made at one moment, each over a connection of its own that stands already."""
    start = threading.Barrier(len(moves))
    place = urlsplit(address)

    def one(number: int) -> Answer:
        move = moves[number]
        said = {"handover": arena.handover, **move.said}
        if move.signed:
            said["credential"] = {"username": move.who.username, "password": move.who.password}
        headers = {
            "Authorization": f"Bearer {tokens[move.who.key]}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"race-{arena.site}-{number:03d}",
        }
        connection = HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        try:
            connection.connect()
            start.wait(PATIENCE)
            path = f"/api/v1/sites/{arena.site}/posts/{POST}/handover/{move.verb}"
            connection.request("POST", path, json.dumps(said), headers)
            answer = connection.getresponse()
            return Answer(move, answer.status, json.loads(answer.read() or b"{}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(one, range(len(moves))))


def relief(people: int) -> list[Move]:
    """So many people come to relieve one post."""
    return [Move(one, "report_in", {}) for one in CROWD[:people]]


def withdrawal() -> Move:
    """The outgoing side takes the record back."""
    return Move(OUT, "withdraw", {"reason": "补充"})


def signatures(arena: Arena, devices: int, others: int) -> list[Move]:
    """The incoming side signs, from several devices; so do others, whose turn it is not."""
    said = {"content": arena.content}
    mine = [Move(IN, "sign", said, signed=True) for _ in range(devices)]
    return mine + [Move(one, "sign", said, signed=True) for one in CROWD[:others]]


def correction(arena: Arena) -> Move:
    """The outgoing side corrects a line."""
    return Move(OUT, "change_line", {"line": arena.line, "text": "排水泵已停"})


def judged(arena: Arena, answers: Sequence[Answer], *, relief: bool) -> list[str]:
    """Say what is wrong with the outcome of a round."""
    wrong = [f"{one.move.verb} of {one.move.who.key}: {one.status}" for one in answers if one.status >= 500]
    return wrong + (_relief(arena, answers) if relief else _transfer(arena, answers))


def _relief(arena: Arena, answers: Sequence[Answer]) -> list[str]:
    """One of those who reported in is the relief; everybody else was told who, whether or not it was withdrawn."""
    came = [one for one in answers if one.move.verb == "report_in"]
    winners = [one for one in came if one.won]
    handover = queries.handover(DbBook(arena.site), arena.handover)
    wrong = []
    if len(winners) != 1:
        wrong.append(f"{len(winners)} of {len(came)} won")
    if handover is None or list(handover.arriving) != [one.move.who.key for one in winners]:
        wrong.append(f"the book says that {handover and handover.arriving} relieve")
    withdrawn = [one for one in answers if one.move.verb == "withdraw" and one.won]
    if handover is not None and (handover.stage == "DRAFT") != bool(withdrawn):
        wrong.append(f"the stage is {handover.stage} after {len(withdrawn)} withdrawals")
    return wrong + _told([one for one in came if not one.won], [one.move.who.name for one in winners])


def _transfer(arena: Arena, answers: Sequence[Answer]) -> list[str]:
    """Either the post went over, once, or the outgoing side was first; never both, never neither."""
    won = [one for one in answers if one.won]
    held = queries.tenure(DbBook(arena.site), POST)
    if len(won) != 1:
        return [f"{len(won)} of {len(answers)} won: {[one.move.verb for one in won]}"]
    winner = won[0].move
    should = IN.key if winner.verb == "sign" else OUT.key
    wrong = [] if held is not None and held.people == (should,) else [f"{winner.verb} won, and the post is {held}'s"]
    party = {OUT.key, IN.key}
    losers = [one for one in answers if not one.won and one.move.who.key in party]
    return wrong + _told(losers, [winner.who.name]) + _own_turn(answers)


def _own_turn(answers: Sequence[Answer]) -> list[str]:
    """Who does not belong to the handover is refused whatever the others did."""
    return [
        f"{one.move.who.key}, who is a stranger, got {one.status}"
        for one in answers
        if one.move.who in CROWD and one.move.verb == "sign" and one.status not in (409, 422)
    ]


def _told(losers: Sequence[Answer], names: Sequence[str]) -> list[str]:
    """Every loser gets 409 with the winner's name."""
    return [
        f"{one.move.verb} of {one.move.who.key} lost with {one.status} {one.body.get('detail')!r}"
        for one in losers
        if one.status != 409 or not any(one.names(name) for name in names)
    ]


def refusals(arena: Arena) -> int:
    """Return how many refusals stand in the book: every loser's is an act."""
    return sum(isinstance(act.payload, Refusal) for act in DbBook(arena.site).acts())
