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
        "wants_reason": [_rule(rule) for rule in one.wants_reason],
        "lets_pass": [_rule(rule) for rule in one.lets_pass],
        "attributed": {"then": one.attributed[0], "now": one.attributed[1]} if one.attributed else None,
        "because": _rule(one.because) if one.because and one.attributed else None,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    says = {"zh": rule.says.zh, "en": rule.says.en}
    return {"id": rule.id, "clause": rule.clause, **says, "names": list(rule.names)}


def told_apart(told: dict[str, Any]) -> dict[str, Any]:
    """Return a report that was made before a wanted reason was told apart from what blocks as one of today: each of its
    rules says whether it is `advisory`."""
    counts = told["summary"]
    if "would_have_wanted_reason" in counts:
        return told
    otherwise = [_apart(one) for one in told["otherwise"]]
    reasons = {rule["id"] for one in otherwise for rule in one["wants_reason"]}
    blocked = counts["would_have_blocked"]
    more = {one["handover"] for one in otherwise if one["blocks"] or one["lets_pass"] or one["attributed"]}
    counts = counts | {
        "would_have_blocked": {rule: times for rule, times in blocked.items() if rule not in reasons},
        "would_have_wanted_reason": {rule: times for rule, times in blocked.items() if rule in reasons},
        "handovers_reason_only": len({one["handover"] for one in otherwise} - more),
    }
    return {"summary": counts, "otherwise": otherwise}


def _apart(moment: dict[str, Any]) -> dict[str, Any]:
    stops = [rule for rule in moment["blocks"] if not rule.get("advisory")]
    return moment | {"blocks": stops, "wants_reason": [rule for rule in moment["blocks"] if rule not in stops]}


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Count what was judged, and by rule the handovers in which it would have mattered."""

    def count(*moments: str) -> int:
        return sum(one.moment in moments for one in judged)

    otherwise = {one.handover for one in judged if one.otherwise}
    more_than_reason = {one.handover for one in judged if one.blocks or one.lets_pass or one.attributed}
    return {
        "handovers": len({one.handover for one in judged}),
        "signatures": count("sign"),
        "offers": count("offer"),
        "refusals": count("refused-offer", "refused-sign"),
        "findings": count("finding"),
        "would_have_blocked": _by_rule(judged, "blocks"),
        "would_have_wanted_reason": _by_rule(judged, "wants_reason"),
        "would_have_let_pass": _by_rule(judged, "lets_pass"),
        "attributed_otherwise": sum(one.attributed is not None for one in judged),
        "handovers_otherwise": len(otherwise),
        "handovers_reason_only": len(otherwise - more_than_reason),
    }


def _by_rule(judged: Sequence[Judged], which: str) -> dict[str, int]:
    pairs = {(rule.id, one.handover) for one in judged for rule in getattr(one, which)}
    return dict(sorted(Counter(rule for rule, _ in pairs).items(), key=lambda pair: (-pair[1], pair[0])))
