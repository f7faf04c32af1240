"""What an older register may bring into the book with its own dates: matters that are too old for the running log, and
loans. The log itself takes no such dates from anybody. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import OLDEST
from jiaoban.plant.history import LoanImported, MatterImported
from jiaoban.plant.lives import LIVES
from jiaoban.plant.rules.custody import CHECK, need_numbers
from jiaoban.plant.rules.matters import need_whole
from jiaoban.plant.rules.places import need_place
from jiaoban.plant.tables import CustodyItem, Loan

CENTURY = timedelta(days=36525)


def too_old_for_the_log(at: datetime, now: datetime) -> bool:
    """Say whether something happened too long ago for the running log: more than 30 days back."""
    return at < now - OLDEST


def import_matter(imported: MatterImported, at: datetime, place: Place, now: datetime) -> Proposed:
    """Return the act that takes a matter over as it stands in an older register. No log entry tells of it: the log of
    its own days is closed.

    Raises what opening it would raise; `BadInput` for one of the last 30 days, which belongs into the log, for a moment
    of more than a hundred years ago, for a state that its kind has not, for an end without its moment or the other way
    round.
    """
    if not too_old_for_the_log(at, now) or at < now - CENTURY:
        raise BadInput(
            "occurred_at",
            Words(
                zh="只有早于 30 天的历史事项才这样导入。",
                en="Only what is more than 30 days old comes in like this.",
            ),
            Words(zh="最近的请照常登记，写入运行日志。", en="Open newer ones as usual; the log tells of them."),
        )
    need_whole(imported, place)
    life = LIVES[imported.kind]
    if imported.state not in life.states:
        known_zh, known_en = "、".join(words.zh for words in life.states.values()), ", ".join(life.states)
        raise BadInput(
            "state",
            Words(zh=f"{life.name.zh}没有这个状态。", en=f"A {life.name.en} has no such state."),
            Words(zh=f"应为：{known_zh}。", en=f"One of: {known_en}."),
        )
    _need_end(imported, at, now, over=not life.after(imported.state))
    return Proposed(imported, occurred_at=at)


def _need_end(imported: MatterImported, at: datetime, now: datetime, *, over: bool) -> None:
    if over and imported.closed_at is None:
        raise BadInput(
            "closed_at",
            Words(zh="已结束的历史事项没有结束时间。", en="It is over, and when it ended is not given."),
            Words(zh="请填写结束时间。", en="Give the moment at which it ended."),
        )
    if not over and imported.closed_at is not None:
        raise BadInput(
            "closed_at",
            Words(zh="有结束时间，状态却是未结束。", en="It ended, yet its state is one that goes on."),
            Words(zh="请改正状态，或清空结束时间。", en="Correct the state, or leave the end empty."),
        )
    if imported.closed_at is not None and not at <= imported.closed_at <= now:
        raise BadInput(
            "closed_at",
            Words(zh="结束时间早于发生时间，或在将来。", en="It would have ended before it came up, or in the future."),
            Words(zh="请核对两个时间。", en="Check both moments."),
        )


def import_loan(
    line: CustodyItem, imported: LoanImported, at: datetime, out: Iterable[Loan], now: datetime
) -> Proposed:
    """Return the act that takes a loan over as it stands in an older register; `out` are those of the thing that stand
    open in the book.

    `BadInput` for one lent in the future, for more that came back than were lent, and of one that is still out: when
    there are not so many, when the register counted the thing after it (then the figure tells of it already), when its
    numbers are not in the register or out already.
    """
    if not now - CENTURY < at <= now:
        raise BadInput(
            "occurred_at",
            Words(zh="借出时间在将来，或太早。", en="It would have been lent in the future, or too long ago."),
            Words(zh="请核对日期，年在前。", en="Check the date; the year comes first."),
        )
    if imported.due_at is not None and imported.due_at <= at:
        raise BadInput(
            "due_at",
            Words(zh="应还时间不晚于借出时间。", en="It was due back before it was lent."),
            Words(zh="请核对两个时间。", en="Check both moments."),
        )
    _need_return(imported, at, now)
    if line.numbers or imported.numbers:
        need_numbers(line, imported.number, imported.numbers)
    if imported.returned < imported.number:
        _need_there(line, imported, at, out)
    return Proposed(imported, occurred_at=at)


def _need_return(imported: LoanImported, at: datetime, now: datetime) -> None:
    if imported.returned > imported.number:
        raise BadInput(
            "returned",
            Words(zh="归还的比借出的多。", en="More came back than were lent."),
            CHECK,
        )
    if bool(imported.returned) != (imported.returned_at is not None):
        raise BadInput(
            "returned_at" if imported.returned else "returned",
            Words(zh="归还数量和归还时间要一起填。", en="How many came back and when they did belong together."),
            Words(zh="请都填写，或都留空。", en="Give both, or neither."),
        )
    if imported.returned_at is not None and not at <= imported.returned_at <= now:
        raise BadInput(
            "returned_at",
            Words(
                zh="归还时间早于借出时间，或在将来。",
                en="It would have come back before it was lent, or after now.",
            ),
            Words(zh="请核对两个时间。", en="Check both moments."),
        )
    if imported.numbers and 0 < imported.returned < imported.number:
        raise BadInput(
            "returned",
            Words(zh="按编号借出的只还了一部分。", en="Of several numbers only some came back."),
            Words(zh="请每个编号写一行。", en="Give every number a line of its own."),
        )
    if imported.condition == "DAMAGED" and not imported.note:
        raise BadInput(
            "note",
            Words(zh="损坏情况没有写明。", en="It is not said what is damaged."),
            Words(zh="请写明哪里坏了、怎么坏的。", en="Say what is broken and how."),
        )


def _need_there(line: CustodyItem, imported: LoanImported, at: datetime, out: Iterable[Loan]) -> None:
    """Refuse a loan that is still out where the register does not hold what is out."""
    if line.agreed_at is not None and at < line.agreed_at:
        raise BadInput(
            "occurred_at",
            Words(
                zh=f"「{line.name}」在这之后认定过数量，应有数量已不含它。",
                en=f"{line.name} was counted and agreed after that; the figure leaves it out already.",
            ),
            Words(zh="请不导入这一行，或只导入已归还的。", en="Leave the line out, or bring in what is back."),
        )
    if imported.number - imported.returned > line.expected:
        raise BadInput("number", Words(zh="没有这么多可借。", en="There are not so many to lend."), CHECK)
    if not line.numbers or imported.place:
        need_place(line, imported.place, imported.number - imported.returned, takes=True)
    gone = {number for one in out for number in one.numbers_left}
    wrong = [one for one in imported.numbers if one not in line.numbers or one in gone]
    if wrong:
        raise BadInput(
            "numbers",
            Words(zh=f"{'、'.join(wrong)} 不在册，或已经借出。", en=f"{', '.join(wrong)} is not there to be out."),
            Words(zh="请核对编号。", en="Check the numbers."),
        )
