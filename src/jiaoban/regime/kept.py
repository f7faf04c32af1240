"""The facts about what is kept at a post: things in custody, what their counts found otherwise, what is lent."""

from collections.abc import Mapping

from jiaoban.regime.described import Collection, flag, moment, number, text

CUSTODY_KINDS = ("TOOL", "KEY", "DRAWING", "PAPER", "FIRE_GEAR", "MATERIAL", "SPARE")

FOUND_BY_COUNTS = frozenset(("found", "short", "over", "damaged", "differs", "missing", "misplaced", "unknown"))
"""What of `custody` the counts found: before everybody who is to count has, it says nothing."""

CUSTODY: Mapping[str, Collection] = {
    "custody": Collection(
        "tools, keys, drawings, papers of this post, with the count of this handover",
        {
            "kind": text("its kind", *CUSTODY_KINDS),
            "expected": number("how many the register says, with every recorded movement"),
            "counted": flag(
                "counted in this handover by everybody who is to: by the sides, and as many people, that the pack names"
            ),
            "found": number(
                "how many were found; of this and what else the counts found nothing is told before `counted`"
            ),
            "short": number("expected minus found, 0 when not short; what is told apart is short by its number"),
            "damaged": flag("found damaged"),
            "over": number("found minus expected, 0 when not more"),
            "recorded": flag("the shortage or damage is recorded with its cause"),
            "counters": number("different people who counted it"),
            "differs": flag("those who counted it found different numbers, or at different places"),
            "missing": number("how many are not there, by number or place"),
            "misplaced": number("how many are at another place than they belong"),
            "unknown": number("how many are there that should not be: unknown, lent by the book, too many at a place"),
            "lent": number("how many are lent out now"),
            "overdue": number("how many of those should be back"),
        },
    ),
    "differences": Collection(
        "what the counts found otherwise than the register, a row a number or place, once all who are to count have",
        {
            "item": text("key of the thing"),
            "kind": text("its kind", *CUSTODY_KINDS),
            "what": text("what is wrong with it", "MISSING", "MISPLACED", "UNKNOWN", "LENT", "OVER"),
            "number": text("which, where they are told apart, else ''"),
            "many": number("how many, where they are not told apart"),
            "place": text("where it belongs, '' where that is not known"),
            "where": text("where it was found, '' where it was not"),
        },
    ),
    "loans": Collection(
        "what is lent out of this post's custody now, and what came back in this shift",
        {
            "item": text("key of the thing"),
            "kind": text("its kind", *CUSTODY_KINDS),
            "number": number("how many are still out"),
            "inside": flag("lent to somebody of the site"),
            "due_at": moment("when it is to be back"),
            "overdue": flag("it should be back and is not"),
            "damaged": flag("something came back damaged"),
        },
    ),
}
