"""`jiaoban site add|list|adopt`: founding a site without a browser, and giving it a regime."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jiaoban.cli.frame import GOOD, Failure, answer, command, django_ready, group, start

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.kernel.verbs import Outcome
    from jiaoban.org.door import Visit


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "site", "sites: found one, give it a regime")
    parser = command(inner, "add", found, "found a site and make an account its first administrator")
    parser.add_argument("code", help="small letters, digits, - and _; part of addresses")
    parser.add_argument("name")
    parser.add_argument("--administrator", required=True, metavar="USERNAME", help="an account (jiaoban user add)")
    parser.add_argument("--zone", default="Asia/Shanghai", help="time zone (default: %(default)s)")
    parser.add_argument("--demo", action="store_true", help="a site for trying out, whose clock can be set")
    command(inner, "list", show, "list the sites")
    parser = command(inner, "adopt", adopt, "give a site the regime of a pack folder")
    parser.add_argument("code")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--from", dest="day", type=start, metavar="YYYY-MM-DD[THH:MM]", help="in force from")


def found(arguments: argparse.Namespace) -> int:
    """Found a site, whole or not at all."""
    django_ready()
    from django.db import transaction

    from jiaoban.cli.user import find
    from jiaoban.kernel.access import Role

    user = find(arguments.administrator)
    said = {
        "code": arguments.code,
        "name": {"zh": arguments.name},
        "zone": arguments.zone,
        "demo": arguments.demo,
    }
    with transaction.atomic():
        visit = _founded(arguments.code, said)
        _do(
            visit,
            "org.add_person",
            person="admin",
            name=(user.first_name or user.username)[:80],
            username=user.username,
        )
        _do(visit, "org.grant", person="admin", role=Role.ADMINISTRATOR)
    answer(arguments, {"site": arguments.code}, f"The site {arguments.code} is founded. 已建站。")
    return GOOD


def show(arguments: argparse.Namespace) -> int:
    """List the sites."""
    django_ready()
    from jiaoban.org.door import all_sites

    listed = all_sites()
    value = [{"code": code, "name": name.zh} for code, name in listed]
    answer(arguments, value, "\n".join(f"{code}  {name.zh}" for code, name in listed) or "No site. 无厂站。")
    return GOOD


def adopt(arguments: argparse.Namespace) -> int:
    """Adopt a regime."""
    django_ready()
    from jiaoban.authoring.taking import adopt_folder
    from jiaoban.cli.scenarios import how_many, said
    from jiaoban.kernel.refusal import Declined, NotFound
    from jiaoban.org.door import as_system
    from jiaoban.org.sealed import NotSealed
    from jiaoban.regime.positions import PackError

    try:
        visit = as_system(arguments.code)
        outcome, passed = adopt_folder(
            visit.book, arguments.folder, now=visit.now, command=_command(), effective_from=arguments.day
        )
    except NotFound:
        raise Failure(f"There is no site {arguments.code}. 没有厂站 {arguments.code}。") from None
    except (PackError, Declined) as error:
        raise said(error) from error
    except NotSealed as error:
        raise Failure(str(error)) from error
    adopted: Any = _done(outcome).acts[0].payload
    answer(
        arguments,
        adopted.model_dump(mode="json"),
        f"{adopted.regime} {adopted.version}: in force from {adopted.effective_from}. 已采用。\n{how_many(passed)}",
    )
    return GOOD


def _founded(code: str, said: dict[str, Any]) -> "Visit":
    from pydantic import ValidationError

    from jiaoban.kernel.access import SYSTEM
    from jiaoban.kernel.place import Place
    from jiaoban.kernel.refusal import BadInput
    from jiaoban.kernel.verbs import perform
    from jiaoban.ledger.store import found as open_book
    from jiaoban.org import door
    from jiaoban.org.args import FoundSite
    from jiaoban.org.packs import packs

    try:
        args = FoundSite.model_validate(said)
        outcome = perform(
            open_book(code),
            "org.found_site",
            args,
            actor=SYSTEM,
            place=Place(site=code, site_name=args.name.zh, zone="UTC"),
            now=door.clock.now(),
            command=_command(),
            packs=packs,
        )
    except ValidationError as error:
        raise Failure("\n".join(f"{one['loc'][0]}: {one['msg']}" for one in error.errors())) from error
    except BadInput as error:
        raise Failure(str(error)) from error
    _done(outcome)
    return door.as_system(code)


def _do(visit: "Visit", verb: str, **said: Any) -> None:
    _done(visit.do(verb, said, command=_command()))


def _done(outcome: "Outcome") -> "Outcome":
    if outcome.refusal:
        raise Failure("\n".join(f"{reason.why.zh}{reason.lifts.zh}" for reason in outcome.refusal.reasons))
    return outcome


def _command() -> str:
    return f"cli-{uuid4()}"
