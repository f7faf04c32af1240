"""`jiaoban regime replay`: a pack held against what really happened, before it is adopted."""

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import GOOD, answer, command, day, django_ready
from jiaoban.cli.scenarios import pack_in

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.handover.replay import Judged, Rule
    from jiaoban.kernel.words import Words
    from jiaoban.regime.pack import Pack


def add(inside: "Subparsers") -> None:
    """Add the command to `jiaoban regime`."""
    parser = command(inside, "replay", run, "judge the past handovers of a site by a pack, and change nothing")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("--site", help="the site; may be left out where there is one")
    parser.add_argument("--since", type=day, metavar="YYYY-MM-DD", help="from this day of the site on (else all)")


def run(arguments: argparse.Namespace) -> int:
    """Replay; 0 when it was done, whatever came out, 1 when the pack cannot be used, 2 on wrong use."""
    pack = pack_in(arguments.folder)
    django_ready()
    from jiaoban.cli.ledger import chosen_site
    from jiaoban.handover.replay import replay
    from jiaoban.ledger.store import DbBook
    from jiaoban.org import queries
    from jiaoban.org.packs import packs

    book = DbBook(chosen_site(arguments.site))
    zone = queries.site(book).zone
    since = _begin(arguments.since, zone) if arguments.since else None
    judged = list(replay(book.site, book.acts(), pack, packs, since))
    answer(arguments, _plain(book.site, pack, judged), _text(book.site, pack, judged, zone))
    return GOOD


def _begin(day: date, zone: str) -> datetime:
    from jiaoban.kernel.shifts import local

    return local(day, time(), zone).astimezone(UTC)


def _plain(site: str, pack: "Pack", judged: Sequence["Judged"]) -> dict[str, Any]:
    from jiaoban.handover.replayed import plain

    named = {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest}
    return {"site": site, "pack": named, **plain(judged)}


def _text(site: str, pack: "Pack", judged: Sequence["Judged"], zone: str) -> str:
    from jiaoban.handover.replayed import COUNTED, MOMENTS, summary
    from jiaoban.kernel.zones import clock_of

    lines = []
    for one in judged:
        if one.otherwise:
            at = f"{one.at.astimezone(clock_of(zone)):%Y-%m-%d %H:%M}"
            lines.append(f"{at}  {one.post}  {_both(MOMENTS[one.moment])}  #{one.seq}  {one.handover}")
            lines += [f"    ✗ would have blocked 会拦下: {_said(rule)}" for rule in one.blocks]
            lines += [f"    ! would have wanted a reason 须说明原因: {_said(rule)}" for rule in one.wants_reason]
            lines += [f"    ✓ would have let pass 会放行: {_said(rule)}" for rule in one.lets_pass]
            if one.attributed:
                then, now = one.attributed
                why = f" ({_said(one.because)})" if one.because else ""
                lines.append(f"    ≠ attributed 归责: {then} → {now or 'nobody 无规定'}{why}")
    told = summary(judged)
    lines += [
        f"{site} under 按 {pack.head.id} {pack.head.version}: "
        + ", ".join(f"{told[which]} {_both(name)}" for which, name in COUNTED.items())
    ]
    for name, which in (
        ("would have blocked 会拦下", "would_have_blocked"),
        ("would have wanted a reason 须说明原因", "would_have_wanted_reason"),
        ("let pass 会放行", "would_have_let_pass"),
    ):
        lines += [f"{name}: {rule}: {times} handovers 次" for rule, times in told[which].items()]
    lines.append(f"attributed otherwise 归责不同: {told['attributed_otherwise']}")
    only = told["handovers_reason_only"]
    lines.append(
        f"{told['handovers_otherwise']} of {told['handovers']} handovers otherwise 次交接会有不同"
        + (f", {only} of them only for want of a reason 其中 {only} 次只须说明原因" if only else "")
    )
    return "\n".join(lines)


def _both(words: "Words") -> str:
    return f"{words.en} {words.zh}"


def _said(rule: "Rule") -> str:
    return f"{rule.id} [{rule.clause}] {rule.says.zh}"
