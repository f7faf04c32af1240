"""The facts about what happened and who may stand where: matters, certificates, what was filled in."""

from collections.abc import Mapping

from jiaoban.regime.described import Collection, Field, flag, moment, number, text

SEVERITIES = ("", "MINOR", "MAJOR", "CRITICAL")
MATTERS = (
    *("ACCIDENT", "DISTURBANCE", "ANOMALY", "DEFECT", "CHANGE", "PROTECTION"),
    *("PERMIT", "SWITCHING", "SAFETY", "WORKFACE", "DISPATCH", "INSTRUCTION"),
)
MATTER_STATES = (
    *("OPEN", "HANDLING", "CLOSED", "ENDED", "DONE"),
    *("ISSUED", "PERMITTED", "SUSPENDED", "VOID", "EXECUTING", "ABORTED"),
    *("RECEIVED", "CARRIED_OUT", "WITHDRAWN", "SET", "LIFTED"),
)

MATTER: Mapping[str, Field] = {
    "kind": text("what sort of matter", *MATTERS),
    "state": text("where its life stands", *MATTER_STATES),
    "open": flag("its life is not at its end"),
    "severity": text("how grave, '' where it is not said", *SEVERITIES),
    "equipment": text("key of the equipment, or ''"),
    "unclear": flag("marked unclear (orders)"),
    "touched": flag("opened or changed in this shift"),
    "opened_at": moment("when it was opened"),
    "changed_at": moment("when it was last changed"),
    "number": text("number of the permit or order, or ''"),
    "permitter": text("name of whoever permits the work, or ''"),
    "guardian": text("name of whoever guards it, or ''"),
    "valid_to": moment("until when it is valid (exclusive), if it has a validity"),
    "overrun": flag("still open although its validity has run out"),
    "extended": number("how often it was extended"),
    "steps": number("steps of a switching order"),
    "steps_done": number("steps that need nothing more: done, and checked under a guardian, or skipped"),
    "steps_left": number("steps that are left"),
    "interrupted": flag("a switching order that stands between two of its steps"),
    "progress": number("progress of a work face in percent, if it was told"),
    "read_back": flag("read back by its receiver (orders)"),
    "reported": flag("reported that it was carried out (orders)"),
}

HAPPENINGS: Mapping[str, Collection] = {
    "matters": Collection(
        "accidents, anomalies, defects, changes, permits, orders of this post: open now or touched in this shift",
        MATTER,
    ),
    "past": Collection(
        "matters that were over before this shift, as long as the pack remembers them (`memory`)", MATTER
    ),
}
"""What happened at the post."""

STANDING: Mapping[str, Collection] = {
    "certificates": Collection(
        "every qualification of everybody of both sides, one row a person, side and qualification",
        {
            "person": text("key of the person, the `id` of a row of people"),
            "side": text("the side", "outgoing", "incoming", "supervisor"),
            "qualification": text("its name"),
            "valid": flag("it is valid from the begin to the end of the new shift"),
            "until": moment("the begin of the first day on which it is no longer valid, none where it has no end"),
        },
    ),
}
"""Who may stand where."""

FILLED_IN: Mapping[str, Collection] = {
    "form": Collection(
        "what stands in the fields of the record's lines, one row a line and field; empty ones have none",
        {
            "line": text("id of the line"),
            "section": text("id of its section"),
            "name": text("id of the field in its section"),
            "value": text("what stands in it"),
            "figure": number("that as a number, where the field is one"),
        },
    ),
}
"""What was filled in."""
