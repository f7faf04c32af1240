"""What is said of handovers in a chat group: that a post was handed over, that a side refused, that relief is late."""

from jiaoban.handover import acts, queries
from jiaoban.kernel.saying import HANDOVERS, REMINDERS, Said, Told, field, lines, quoted, says_in_chat
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org

HANDED_OVER = Words(zh="{post}已交接", en="{post} handed over")
REFUSED = Words(zh="{post}交接被拒", en="Handover refused at {post}")
OUTGOING = Words(zh="交班人", en="Outgoing")
INCOMING = Words(zh="接班人", en="Incoming")
AT = Words(zh="时间", en="At")
REFUSED_BY = Words(zh="拒绝人", en="Refused by")
REASON = Words(zh="理由", en="Reason")
RELIEF_LATE = Words(zh="{post}：接班人未到", en="{post}: relief has not come")
AWAITED = Words(zh="等候", en="Awaited")
REPORTED_BY = Words(zh="报告人", en="Reported by")
WHAT = Words(zh="情况", en="What is known")
STAYS = Words(zh="交班人仍负责该岗位。", en="The outgoing side stays responsible.")


@says_in_chat(acts.Closed.KIND, HANDOVERS)
def closed(told: Told) -> Said | None:
    """Say who handed a post over to whom; a handover that ended otherwise is not told."""
    p = told.act.payload
    assert isinstance(p, acts.Closed)
    found = queries.handover(told.book, p.handover)
    if p.ending != "SIGNED" or found is None:
        return None
    said = told.tongue
    text = lines(
        field(said, said(OUTGOING), _names(told, found.leaving)),
        field(said, said(INCOMING), _names(told, found.arriving)),
        field(said, said(AT), told.place.clock(told.act.occurred_at)),
    )
    return Said(said(HANDED_OVER, post=_post(told)), text)


@says_in_chat(acts.Refused.KIND, HANDOVERS)
def refused(told: Told) -> Said | None:
    """Say who refused a handover and why."""
    p, said = told.act.payload, told.tongue
    assert isinstance(p, acts.Refused)
    text = lines(
        field(said, said(REFUSED_BY), told.names(told.act.actor)),
        field(said, said(REASON), p.text),
        field(said, said(AT), told.place.clock(told.act.occurred_at)),
        quoted(said(STAYS)),
    )
    return Said(said(REFUSED, post=_post(told)), text)


@says_in_chat(acts.ReliefReported.KIND, REMINDERS)
def relief_reported(told: Told) -> Said | None:
    """Say that nobody has come to relieve a post, and for whom it waits."""
    p, said = told.act.payload, told.tongue
    assert isinstance(p, acts.ReliefReported)
    text = lines(
        field(said, said(AWAITED), told.names(p.person)) if p.person else "",
        field(said, said(REPORTED_BY), told.names(told.act.actor)),
        field(said, said(WHAT), p.text),
        field(said, said(AT), told.place.clock(told.act.occurred_at)),
    )
    return Said(said(RELIEF_LATE, post=_post(told)), text)


def _post(told: Told) -> str:
    """Return the name of the post in the language of its regime."""
    found = org.post(told.book, told.act.post)
    return told.tongue(found.at(told.act.recorded_at).name)


def _names(told: Told, people: tuple[str, ...]) -> str:
    return told.tongue.all_of(told.names(one) for one in people)
