"""Orders from above: received, read back in the receiver's own words, carried out, reported."""

from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant import phrases
from jiaoban.plant.acts import ReadBack, Reported
from jiaoban.plant.rules.telling import Telling, entry
from jiaoban.plant.rules.works import need_open
from jiaoban.plant.tables import Matter
from jiaoban.regime.counting import Orders


def need_read_back(matter: Matter, state: str, wants: Orders | None) -> None:
    """Decline carrying out an order that nobody read back, where the regime wants it read back."""
    if state != "CARRIED_OUT" or wants is None or matter.kind not in wants.read_back or matter.read_back is not None:
        return
    raise Declined(
        Reason(
            code="not-read-back",
            clause=wants.clause,
            why=Words(zh=f"「{matter.title}」还没有复诵。", en=f"'{matter.title}' has not been read back."),
            lifts=Words(
                zh="请受令人用自己的话复诵，记下对谁复诵。",
                en="The receiver reads it back in their own words; record to whom.",
            ),
            who=("outgoing",),
        ),
        about=matter.key,
    )


def read_back(matter: Matter, said: ReadBack, telling: Telling) -> list[Proposed]:
    """Return the acts that record a read-back and log it.

    Declined for what is no order from above, is over, or is read back already while nothing about it is unclear;
    `BadInput` for a moment before it was received.
    """
    _need_order(matter)
    need_open(matter)
    if matter.read_back is not None and not matter.unclear:
        raise Declined(
            plain(
                "read-back-already",
                "已经复诵过。",
                "It has been read back already.",
                "如有疑问，请先标为不明确。",
                "Mark it unclear first if there is a doubt.",
            ),
            about=matter.key,
            conflict=True,
        )
    _need_after(matter.opened_at, telling)
    say = telling.say
    told_of = {"life": say(matter.life.name), "title": matter.title, "reader": said.reader, "to": said.to}
    told = entry(matter, say(phrases.READ_BACK, **told_of, words=said.words), telling)
    return [Proposed(said, occurred_at=told.occurred_at), told]


def report(matter: Matter, said: Reported, telling: Telling) -> list[Proposed]:
    """Return the acts that record the report to whoever gave the order; declined before it is carried out, and
    twice."""
    _need_order(matter)
    if matter.state != "CARRIED_OUT":
        raise Declined(
            plain(
                "not-carried-out",
                "这项命令还没有执行完毕。",
                "This order has not been carried out.",
                "请先记录执行，再汇报。",
                "Record that it was carried out first.",
                who=("outgoing",),
            ),
            about=matter.key,
        )
    if matter.reported is not None:
        raise Declined(
            plain(
                "reported-already", "已经汇报过。", "It was reported already.", "无需重复。", "No need to repeat it."
            ),
            about=matter.key,
            conflict=True,
        )
    _need_after(matter.state_at, telling)
    say = telling.say
    words = say(phrases.REPORTED, life=say(matter.life.name), title=matter.title, to=said.to, text=said.text)
    told = entry(matter, words, telling)
    return [Proposed(said, occurred_at=told.occurred_at), told]


def _need_after(moment: datetime, telling: Telling) -> None:
    if telling.happened is not None and telling.happened < moment:
        raise BadInput(
            "occurred_at",
            Words(zh="早于命令接受或执行的时间。", en="This is before the order was received or carried out."),
            Words(zh="请核对时间。", en="Check the moment."),
        )


def _need_order(matter: Matter) -> None:
    if not matter.life.order:
        reason = plain(
            "not-an-order", "这不是调度命令或上级指示。", "This is no order.", "请核对。", "Look at it as it is now."
        )
        raise Declined(reason, about=matter.key)
