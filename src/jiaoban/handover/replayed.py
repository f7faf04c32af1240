"""What a replay came to: counts by rule, and each moment that would have been otherwise. Command line, page, and API
tell it alike. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jiaoban.handover.replay import Judged, Rule
from jiaoban.kernel.words import Words

MOMENTS = {
    "offer": Words(zh="交班", en="offered"),
    "sign": Words(zh="签字", en="signed"),
    "refused-offer": Words(zh="交班未成", en="offer refused"),
    "refused-sign": Words(zh="签字未成", en="signature refused"),
    "finding": Words(zh="交接后发现", en="finding"),
}
COUNTED = {
    "handovers": Words(zh="次交接", en="handovers"),
    "signatures": Words(zh="次签字", en="signatures"),
    "offers": Words(zh="次交班", en="offers"),
    "refusals": Words(zh="次被拦", en="refusals"),
    "findings": Words(zh="项发现", en="findings"),
}


def plain(judged: Sequence[Judged], most: int | None = None) -> dict[str, Any]:
    """Return a replay as JSON values: the summary, and what would have been otherwise (at most the first `most`)."""
    otherwise = [_moment(one) for one in judged if one.otherwise]
    return {"summary": summary(judged), "otherwise": otherwise[:most]}


def _moment(one: Judged) -> dict[str, Any]:
    return {
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


def _rule(rule: Rule) -> dict[str, Any]:
    says = {"zh": rule.says.zh, "en": rule.says.en}
    return {"id": rule.id, "clause": rule.clause, **says, "names": list(rule.names), "advisory": rule.advisory}


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Count what was judged, and by rule the handovers in which it would have mattered."""

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


def _by_rule(judged: Sequence[Judged], which: str) -> dict[str, int]:
    pairs = {(rule.id, one.handover) for one in judged for rule in getattr(one, which)}
    return dict(sorted(Counter(rule for rule, _ in pairs).items(), key=lambda pair: (-pair[1], pair[0])))
