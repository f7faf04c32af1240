"""`jiaoban regime replay`: a pack held against what really happened, before it is adopted."""

import argparse
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import GOOD, answer, command, day, django_ready
from jiaoban.cli.scenarios import pack_in

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.handover.replay import Judged, Rule
    from jiaoban.regime.pack import Pack

MOMENTS = {
    "offer": "offered 交班",
    "sign": "signed 签字",
    "refused-offer": "offer refused 交班未成",
    "refused-sign": "signature refused 签字未成",
    "finding": "finding 交接后发现",
}

COUNTED = {
    "handovers": "handovers 次交接",
    "signatures": "signatures 次签字",
    "offers": "offers 次交班",
    "refusals": "refusals 次被拦",
    "findings": "findings 项发现",
}


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

    book = DbBook(chosen_site(arguments.site))
    zone = queries.site(book).zone
    since = _begin(arguments.since, zone) if arguments.since else None
    judged = list(replay(book.site, book.acts(), pack, since))
    answer(arguments, _plain(book.site, pack, judged), _text(book.site, pack, judged, zone))
    return GOOD


def _begin(day: date, zone: str) -> datetime:
    from jiaoban.kernel.shifts import local

    return local(day, time(), zone).astimezone(UTC)


def _plain(site: str, pack: "Pack", judged: Sequence["Judged"]) -> dict[str, Any]:
    return {
        "site": site,
        "pack": {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest},
        "summary": _summary(judged),
        "otherwise": [
            {
                "seq": one.seq,
                "at": one.at.isoformat(),
                "moment": one.moment,
                "handover": one.handover,
                "post": one.post,
                "blocks": [_rule(rule) for rule in one.blocks],
                "lets_pass": [_rule(rule) for rule in one.lets_pass],
                "attributed": {"then": one.attributed[0], "now": one.attributed[1]} if one.attributed else None,
                "because": _rule(one.because) if one.because and one.attributed else None,
            }
            for one in judged
            if one.otherwise
        ],
    }


def _rule(rule: "Rule") -> dict[str, Any]:
    return {"id": rule.id, "clause": rule.clause, "zh": rule.says.zh, "en": rule.says.en, "names": list(rule.names)}


def _summary(judged: Sequence["Judged"]) -> dict[str, Any]:
    def count(*moments: str) -> int:
        return sum(one.moment in moments for one in judged)

    return {
        "handovers": len({one.handover for one in judged}),
        "signatures": count("sign"),
        "offers": count("offer"),
        "refusals": count("refused-offer", "refused-sign"),
        "findings": count("finding"),
        "would_have_blocked": _by_rule(judged, "blocks"),
        "would_have_let_pass": _by_rule(judged, "lets_pass"),
        "attributed_otherwise": sum(one.attributed is not None for one in judged),
        "handovers_otherwise": len({one.handover for one in judged if one.otherwise}),
    }


def _by_rule(judged: Sequence["Judged"], which: str) -> dict[str, int]:
    """Count, by rule, the handovers in which it would have mattered."""
    pairs = {(rule.id, one.handover) for one in judged for rule in getattr(one, which)}
    return dict(sorted(Counter(rule for rule, _ in pairs).items(), key=lambda pair: (-pair[1], pair[0])))


def _text(site: str, pack: "Pack", judged: Sequence["Judged"], zone: str) -> str:
    from zoneinfo import ZoneInfo

    lines = []
    for one in judged:
        if one.otherwise:
            at = f"{one.at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
            lines.append(f"{at}  {one.post}  {MOMENTS[one.moment]}  #{one.seq}  {one.handover}")
            lines += [f"    ✗ would have blocked 会拦下: {_said(rule)}" for rule in one.blocks]
            lines += [f"    ✓ would have let pass 会放行: {_said(rule)}" for rule in one.lets_pass]
            if one.attributed:
                then, now = one.attributed
                why = f" ({_said(one.because)})" if one.because else ""
                lines.append(f"    ≠ attributed 归责: {then} → {now or 'nobody 无规定'}{why}")
    told = _summary(judged)
    lines += [
        f"{site} under 按 {pack.head.id} {pack.head.version}: "
        + ", ".join(f"{told[which]} {name}" for which, name in COUNTED.items())
    ]
    for name, which in (
        ("would have blocked 会拦下", "would_have_blocked"),
        ("let pass 会放行", "would_have_let_pass"),
    ):
        lines += [f"{name}: {rule}: {times} handovers 次" for rule, times in told[which].items()]
    lines.append(f"attributed otherwise 归责不同: {told['attributed_otherwise']}")
    lines.append(f"{told['handovers_otherwise']} of {told['handovers']} handovers otherwise 次交接会有不同")
    return "\n".join(lines)


def _said(rule: "Rule") -> str:
    return f"{rule.id} [{rule.clause}] {rule.says.zh}"
