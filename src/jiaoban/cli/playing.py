"""`jiaoban demo play`: carries a scenario of a pack out at a demo site of its own, in the real book."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jiaoban.cli.frame import GOOD, Failure, answer, command, django_ready

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.regime.pack import Pack
    from jiaoban.scenario.read import Case


def add(inner: "Subparsers") -> None:
    """Add the command to `jiaoban demo`."""
    parser = command(
        inner, "play", run, "found a demo site and carry out one scenario of a pack there, to be looked at"
    )
    parser.add_argument("code", metavar="CODE", help="the new site: small letters, digits, - and _")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("scenario", metavar="SCENARIO", help="a part of the scenario's name")
    parser.add_argument("--administrator", required=True, metavar="USERNAME", help="an account (jiaoban user add)")


def run(arguments: argparse.Namespace) -> int:
    """Play; the site is there with the whole scenario in its book, or it is not there."""
    from jiaoban.cli.scenarios import read_pack

    pack, reading = read_pack(arguments.folder)
    if reading.problems:
        raise Failure("\n".join(str(one) for one in reading.problems))
    cases = [one for one in reading.cases if arguments.scenario in one.scenario.name]
    if len(cases) != 1:
        names = "\n".join(f"- {one.scenario.name}" for one in (cases or reading.cases)[:20])
        raise Failure(
            f"「{arguments.scenario}」不是一个场景的名称。{arguments.scenario!r} does not name one scenario:\n{names}"
        )
    django_ready()
    told = _played(arguments.code, pack, cases[0], arguments.administrator)
    held = "、".join(told["holds"]) or "—"
    answer(
        arguments,
        told,
        f"{told['site']}: {told['scenario']}\n"
        f"账簿 {told['acts']} 条 acts; 岗位现由 {held} 负责 now answers for the post\n"
        f"登录后打开 Log in as {arguments.administrator} and open: /s/{told['site']}/",
    )
    return GOOD


def _played(code: str, pack: "Pack", case: "Case", administrator: str) -> dict[str, Any]:
    from django.db import transaction

    from jiaoban.cli.user import find
    from jiaoban.handover import queries as handovers
    from jiaoban.kernel.access import Role
    from jiaoban.kernel.refusal import BadInput
    from jiaoban.kernel.words import Words
    from jiaoban.ledger import store
    from jiaoban.org import door, packs
    from jiaoban.org import queries as org
    from jiaoban.scenario.outcome import said_of
    from jiaoban.scenario.run import Runner
    from jiaoban.scenario.world import Impossible

    user = find(administrator)
    if any(code == there for there, _ in door.all_sites()):
        raise Failure(f"已有厂站 {code}。There is a site {code} already.")
    try:
        with transaction.atomic():
            book = store.found(code)
            packs.store(pack)
            named = Words(zh=pack.head.issuer.zh[:80], en=pack.head.issuer.en[:80])
            result, ended = Runner(pack).play(case, book, named)
            if not result.passed:
                raise Failure("\n".join(one.text() for one in result.failing))
            visit = door.as_system(code)
            name = (user.first_name or user.username)[:80]
            wanted: list[tuple[str, dict[str, Any]]] = [
                ("org.add_person", {"person": "admin", "name": name, "username": user.username}),
                ("org.grant", {"person": "admin", "role": Role.ADMINISTRATOR}),
            ]
            if ended > visit.now:
                wanted.insert(0, ("org.set_clock", {"to": ended}))
            for verb, said in wanted:
                refusal = visit.do(verb, said, command=f"cli-{uuid4()}").refusal
                if refusal is not None:
                    raise Failure("\n".join(f"{one.why.zh}{one.lifts.zh}" for one in refusal.reasons))
                visit = door.as_system(code)
    except (Impossible, BadInput, ValueError) as error:
        raise Failure(said_of(error)) from error
    post = case.given.post or next(iter(case.given.posts))
    names = {one.key: one.name for one in org.people(book)}
    holders = [names.get(key, key) for key in handovers.holders(book, post)]
    return {"site": code, "scenario": case.scenario.name, "acts": book.size, "post": post, "holds": holders}
