"""The facts that a condition may name: single values and collections of rows, each documented and typed.

The vocabulary is closed: a pack that names an unknown fact is refused when it is loaded. The handover room fills
exactly these facts (a test compares the two), so a condition never meets a value of another type.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from jiaoban.regime.described import Collection, Field
from jiaoban.regime.described import flag as _flag
from jiaoban.regime.described import moment as _moment
from jiaoban.regime.described import number as _number
from jiaoban.regime.described import span as _span
from jiaoban.regime.described import text as _text
from jiaoban.regime.figures import FIGURES
from jiaoban.regime.happenings import FILLED_IN, HAPPENINGS, SEVERITIES, STANDING
from jiaoban.regime.kept import CUSTODY

__all__ = ["FINDING", "ROWS", "SINGLE", "Collection", "Facts", "Field", "Lazily", "Row", "Value"]

Value = str | bool | int | Decimal | datetime | timedelta | None
Row = Mapping[str, Value]


class Lazily(Mapping[str, tuple[Row, ...]]):
    """Rows by collection, each collection made when it is first asked for: most questions need few of them."""

    def __init__(self, makers: Mapping[str, Callable[[], Iterable[Row]]]) -> None:
        self._makers = makers
        self._made: dict[str, tuple[Row, ...]] = {}

    def __getitem__(self, collection: str) -> tuple[Row, ...]:
        if collection not in self._made:
            self._made[collection] = ()  # what a condition sees that asks for the collection while it is being made
            self._made[collection] = tuple(self._makers[collection]())
        return self._made[collection]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so at one moment: single values, rows, and which acts (by number) prove a row."""

    single: Mapping[str, Value]
    rows: Mapping[str, tuple[Row, ...]]
    acts: Mapping[tuple[str, str], tuple[int, ...]]


SIDES = ("outgoing", "incoming", "supervisor")
SOURCES = (
    *("matters", "entries", "readings", "equipment", "followups", "custody", "duties"),
    *("excursions", "totals", "rounds", "earths", "links", "hand"),
)
CATEGORIES = (
    *("OPERATION", "CHANGE", "ANOMALY", "DEFECT", "ACCIDENT", "INSTRUCTION"),
    *("DISPATCH", "PERMIT", "SWITCHING", "ROUND", "WORK", "OTHER"),
)
EQUIPMENT_STATES = ("RUNNING", "STANDBY", "MAINTENANCE", "OUT")
MEANS = ("PHONE", "RADIO", "VIDEO", "WRITING")
POSITIONS = ("", "IN", "OUT")

SINGLE: Mapping[str, Field] = {
    "now": _moment("the moment at which the condition is looked at"),
    "shift_ends_at": _moment("when the outgoing shift ends by the roster, or the moment it was postponed to"),
    "until_shift_end": _span("shift_ends_at minus now; negative once it has passed"),
    "stage": _text("where the handover stands", "DRAFT", "OFFERED", "SUSPENDED", "REFUSED", "CLOSED"),
    "offered": _flag("the outgoing side has offered the record"),
    "first_opening": _flag("nobody holds the post: its first shift"),
    "outgoing_count": _number("people who hand over"),
    "incoming_count": _number("people who take over"),
    "to_themselves": _flag("somebody stands on both sides, whether the regime allows it or not"),
    "within_shift": _flag("somebody is relieved in the middle of a shift, for the rest of it"),
    "joining": _flag("somebody joins those who hold the post, and nobody leaves it"),
    "taken_up": _flag("nobody hands over: a post that was left unattended is taken up again"),
    "same_person": _flag("somebody stands on both sides"),
    "signed_by_outgoing": _flag("everybody of the outgoing side has signed"),
    "signed_by_incoming": _flag("everybody of the incoming side has signed"),
    "relief_reported": _flag("the outgoing side or the supervisor reported that a relief is late or does not come"),
    "relief_late": _flag("the hour came before everybody of the incoming side was there"),
}

ROWS: Mapping[str, Collection] = {
    "sections": Collection(
        "the sections of the handover record",
        {
            "filled": _flag("it has a line, or 'nothing' was answered explicitly"),
            "nothing": _flag("'nothing to report' was answered"),
            "required": _flag("the pack demands an answer"),
            "lines": _number("how many lines it has"),
            "missing": _text("the required fields that are empty, named"),
            "complete": _flag("filled, and no required field is empty"),
        },
    ),
    "lines": Collection(
        "the lines of the handover record",
        {
            "section": _text("id of its section"),
            "source": _text("where it comes from; hand: written by hand", *SOURCES),
            "kind": _text("the kind of the thing behind it (ACCIDENT, DEFECT, TOOL ...), '' when written by hand"),
            "state": _text("the state of the thing behind it"),
            "severity": _text("how grave, '' where it is not said", *SEVERITIES),
            "subject": _text("the thing handed over one by one to which it belongs, or ''"),
            "equipment": _text("key of the equipment, or ''"),
            "critical": _flag("marked critical by the pack: wants a read-back"),
            "on_site": _flag("marked by the pack to be visited on site"),
            "acknowledged": _flag("acknowledged, as it reads now, by everybody of the incoming side"),
            "read_back": _flag("read back by everybody of the incoming side"),
            "unclear": _flag("marked unclear by somebody of the incoming side"),
            "changed": _flag("changed after the record was offered"),
        },
    ),
    **FILLED_IN,
    "missing_lines": Collection(
        "things that belong into the record by the pack's sources and do not stand in it as they are now, and lines of "
        "entries that were struck",
        {
            "section": _text("id of the section"),
            "source": _text("as in lines", *SOURCES),
            "kind": _text("as in lines"),
            "stale": _flag("a line for it stands there, but the thing has changed since, or was struck"),
        },
    ),
    "picks": Collection(
        "things from which whoever offers the record picks what stays in it",
        {
            "section": _text("id of the section"),
            "source": _text("as in lines", *SOURCES),
            "kind": _text("as in lines"),
            "opened": _flag("opened, as it reads now, by somebody who may offer the record"),
            "taken": _flag("it stays in the record"),
        },
    ),
    "questions": Collection(
        "questions of the incoming side",
        {
            "line": _text("id of the line, or ''"),
            "answered": _flag("the outgoing side has answered"),
            "settled": _flag("the asker accepted the answer, or a ruling closed it"),
        },
    ),
    "objections": Collection(
        "objections of either side",
        {
            "kind": _text("id of the objection kind in the pack (hygiene, safety ...)"),
            "side": _text("who objects", *SIDES),
            "open": _flag("neither withdrawn, nor found good on re-check, nor ruled on"),
            "mended": _flag("the other side reports it mended and asks for a re-check"),
            "ruled": _flag("the ruling stands, by everybody whose ruling the pack asks for"),
        },
    ),
    "confirmations": Collection(
        "every confirmation that the pack asks for, one row a point, line and party",
        {
            "point": _text("id of the confirmation point"),
            "line": _text("the line, for points asked per line"),
            "subject": _text("the subject, for points asked per subject"),
            "party": _text("who is to confirm", *SIDES, "third"),
            "done": _flag("everybody of that party whose word is needed confirmed, or it was waived"),
            "waived": _flag("waived with a reason"),
            "people": _number("different people who confirmed it"),
            "result": _text("what was last found, '' where no result is asked or given", "", "NORMAL", "ABNORMAL"),
        },
    ),
    "steps": Collection(
        "the steps of the handover in their order, without the one that is the signing itself",
        {"done": _flag("completed"), "place": _number("1 for the first"), "met": _flag("its condition is met now")},
    ),
    "people": Collection(
        "everybody of both sides and whoever was called at the roll",
        {
            "side": _text("the side", *SIDES),
            "reported": _flag("reported in at the post; the outgoing side only where the pack asks for both"),
            "lead": _span("how long before the shift's begin they reported in; negative when after it"),
            "on_time": _flag("reported in at the regime's lead or earlier"),
            "ready": _flag("said when reporting in that they are in working clothes and ready"),
            "qualified": _flag("holds a qualification that the post asks for, valid to the end of the new shift"),
            "declared": _text("fitness by own declaration", "", "FIT", "UNFIT"),
            "judged": _text("fitness as it was judged by whom the pack names", "", "FIT", "UNFIT"),
            "present": _flag("present at the roll call of the pre-shift meeting"),
            "rostered": _flag("on the roster for the shift, or called as a stand-in"),
            "called": _span("how long before the shift's begin the roll call found them present; negative when after"),
            "briefed": _text("by which means they were told beforehand, from afar", "", *MEANS),
            "left": _flag("on record for leaving the post before it was handed over"),
            "hours": _span("on duty within the pack's time up to now, or up to the new shift's end and with it"),
            "over_hours": _flag("that is longer than the pack allows"),
            "stands_until": _moment("when their own part ends: as they hold the post now, or will when they take over"),
        },
    ),
    "staying": Collection(
        "whoever holds the post and goes on holding it when others of it are relieved, each to an hour of their own",
        {
            "stands_until": _moment("when their own part of the post ends"),
            "kept_on": _flag("their own hour comes by this handover and nobody relieves them"),
            "qualified": _flag("holds a qualification that the post asks for, valid to their own hour"),
            "hours": _span("on duty within the pack's time, up to their own hour and with it"),
            "over_hours": _flag("that is longer than the pack allows"),
        },
    ),
    **STANDING,
    "complement": Collection(
        "what the post needs by qualification, beside what it would have after the handover",
        {
            "needed": _number("people needed"),
            "have": _number("people there would be"),
            "rule": _flag("it is the regime that asks for it, not the register of the post"),
            "short": _number("how many fail"),
        },
    ),
    **HAPPENINGS,
    "entries": Collection(
        "log entries of this shift at this post, struck ones left out",
        {
            "category": _text("category code", *CATEGORIES),
            "late": _flag("written late"),
            "late_shift": _flag("it happened in an earlier shift"),
            "equipment": _text("key of the equipment, or ''"),
            "matter": _text("key of the matter it tells of, or ''"),
        },
    ),
    "rounds": Collection(
        "every round that the pack asks for, one row a confirmation point that is a route and party",
        {
            "point": _text("id of the confirmation point"),
            "party": _text("who goes it", *SIDES),
            "due": _flag("it is open: its time has come"),
            "begun_at": _moment("the first check point was confirmed"),
            "ended_at": _moment("the last one was"),
            "done": _flag("every check point is confirmed"),
            "left": _number("check points still to go"),
        },
    ),
    **FIGURES,
    **CUSTODY,
    "equipment": Collection(
        "the equipment of this post",
        {
            "kind": _text("its kind"),
            "state": _text("its state", *EQUIPMENT_STATES),
            "touched": _flag("changed in this shift"),
        },
    ),
    "earths": Collection(
        "the portable earths of this post that hang somewhere now, and those hung or removed in this shift",
        {
            "number": _text("the number painted on it"),
            "place": _text("where it hangs, or hung last"),
            "equipment": _text("key of the equipment there, or ''"),
            "permit": _text("number of the permit by which it hangs, or ''"),
            "permit_open": _flag("that permit is not at its end"),
            "hangs": _flag("it hangs there now"),
            "hung_at": _moment("when it was hung there"),
            "touched": _flag("hung or removed in this shift"),
        },
    ),
    "links": Collection(
        "the protection links of this post with their position, by the matters that put them in and took them out",
        {
            "equipment": _text("key of the equipment"),
            "position": _text("IN: 投入, OUT: 退出, '' where what was written says neither", *POSITIONS),
            "touched": _flag("put in or taken out in this shift"),
        },
    ),
    "followups": Collection(
        "open follow-ups of this post, and those closed in this shift",
        {
            "open": _flag("not closed"),
            "overdue": _flag("past its due moment"),
            "due_in_shift": _flag("due before the shift ends"),
            "touched": _flag("progress or a reason was written in this shift"),
            "reason": _flag("a reason why it is not done was written in this shift"),
        },
    ),
    "orders": Collection(
        "standing orders in force, one row an order and person of both sides who must read it",
        {
            "order": _text("key of the order"),
            "number": _text("its number, or ''"),
            "person": _text("key of the person"),
            "side": _text("the side", *SIDES),
            "read": _flag("read and acknowledged as it is now, and not to be read again yet"),
            "again": _flag("it was read before and is to be read again"),
            "due": _flag("to be read now: not read, or to be read again"),
            "due_at": _moment("by when it is to be read, while it is due"),
            "overdue": _flag("that moment has passed"),
        },
    ),
    "duties": Collection(
        "the pack's periodic duties that fall due in this shift",
        {
            "done": _flag("done"),
            "excused": _flag("a reason was written"),
            "due": _flag("its moment has come"),
            "due_at": _moment("when it is due in this shift"),
            "overdue": _flag("its moment has passed, and it is neither done nor excused"),
        },
    ),
    "meetings": Collection(
        "the meetings of this handover",
        {
            "kind": _text("PRE or POST", "PRE", "POST"),
            "held": _flag("closed by its chair"),
            "summed_up": _flag("discipline, conduct, attention points and comments are all filled"),
            "called": _number("people called at the roll"),
            "reports": _number("reports given by the incoming side"),
            "assignments": _number("work assigned"),
            "absent": _number("people called who were not there"),
            "unexcused": _number("of those, without a reason"),
            "lasted": _span("from its begin to its end, while it has one"),
        },
    ),
}

FINDING: Mapping[str, Field] = {
    "about": _text("what was found: id of a finding kind of the pack"),
    "signed": _flag("the post had been taken over by signature when it was found"),
    "during": _flag("it was found between the offer of the record and the last signature"),
    "recorded": _flag("it stood in the signed record, or was recorded before the signature"),
    "mentioned": _flag("the outgoing side told of it: in the record, the log or an answer"),
    "logged": _flag("the log of the outgoing shift mentions it"),
    "on_site": _flag("both sides stood at it together before the signature"),
    "arose_before": _flag("it arose before the signature, by what is known"),
    "marked_unclear": _flag("the incoming side had marked it unclear"),
    "objected": _flag("the incoming side had objected to it before signing"),
    "overdue": _flag("it is a follow-up that was past its due moment when it was found, or was closed after it"),
    "closed": _flag("it is a follow-up that had been closed when it was found"),
    "left_early": _flag("somebody of the outgoing side had left before the post was handed over"),
}
"""The facts of an attribution: who answers for what turned out after (or during) a handover."""
