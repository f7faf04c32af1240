"""How a suggestion lives: made, taken up by name and carried out, or declined with a reason."""

from jiaoban.followup.acts import CarriedOut, TakenUp, TurnedDown
from jiaoban.followup.tables import Suggestion
from jiaoban.followup.terms import STANDINGS, Standing
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import Declined
from jiaoban.kernel.verbs import plain


def take_up(one: Suggestion, owner: str, note: str, clause: str) -> Proposed:
    """Return the act that takes it up; declined unless it is new."""
    _need(one, "NEW")
    return Proposed(TakenUp(suggestion=one.key, owner=owner, note=note), clauses=(clause,))


def carry_out(one: Suggestion, result: str, clause: str, *, by: str, supervises: bool) -> Proposed:
    """Return the act that says what came of it; declined unless it is taken up, and for anybody but whoever sees to it
    and the supervisor."""
    _need(one, "TAKEN_UP")
    if by != one.owner and not supervises:
        raise Declined(
            plain(
                "not-the-owner",
                "这条建议由别人落实。",
                "Somebody else sees to this suggestion.",
                "请负责落实的人或当班负责人填写。",
                "Whoever sees to it, or the shift supervisor, can say so.",
                who=("owner", "supervisor"),
            ),
            about=one.key,
        )
    return Proposed(CarriedOut(suggestion=one.key, result=result), clauses=(clause,))


def decline(one: Suggestion, reason: str, clause: str) -> Proposed:
    """Return the act that declines it; declined itself once it is done or declined."""
    _need(one, "NEW", "TAKEN_UP")
    return Proposed(TurnedDown(suggestion=one.key, reason=reason), clauses=(clause,))


def _need(one: Suggestion, *standings: Standing) -> None:
    if one.standing in standings:
        return
    words = STANDINGS[one.standing]
    raise Declined(
        plain(
            "suggestion-stands-otherwise",
            f"这条建议现在是「{words.zh}」。",
            f"This suggestion is '{words.in_('en')}' now.",
            "请刷新页面看现在的状态。",
            "Look again how it stands.",
        ),
        about=one.key,
        conflict=True,
    )
