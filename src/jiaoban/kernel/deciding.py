"""Who decides on what somebody else asks for: those whom the regime names, nobody about themselves. Pure."""

from collections.abc import Collection, Sequence

from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words


def speaks(actor: Actor, post: str, named: Collection[str]) -> bool:
    """Say whether somebody decides at a post as one of those named: `supervisor`, `head` (who also oversees it)."""
    if not (actor.site == "*" or actor.may(Right.SUPERVISE, post)):
        return False
    return "supervisor" in named or ("head" in named and (actor.site == "*" or actor.may(Right.OVERSEE, post)))


def need_entitled(named: Sequence[str], clause: str, about: str, *, able: bool) -> None:
    """Decline what only those can do whom the regime names. `able`: the actor speaks as one of them."""
    if able:
        return
    raise Declined(
        Reason(
            code="not-named",
            clause=clause,
            why=Words(zh="制度没有指定您来决定。", en="The regime names others to decide this."),
            lifts=Words(zh="请制度指定的人办理。", en="Whoever the regime names can do it."),
            who=tuple(named),
        ),
        about=about,
    )


def need_other_than(person: str, actor: str, about: str, clause: str) -> None:
    """Decline deciding about oneself, or about what one has asked for oneself."""
    if actor != person:
        return
    raise Declined(
        Reason(
            code="own-request",
            clause=clause,
            why=Words(zh="不能办理自己的这件事。", en="Nobody decides about themselves."),
            lifts=Words(zh="请另一位有权的人办理。", en="Somebody else who is named can decide it."),
            who=("supervisor", "head"),
        ),
        about=about,
    )


def need_own(person: str, actor: str, about: str, *, supervises: bool = False) -> None:
    """Decline what is for whoever asked to say (or for whoever supervises the post, where that is so)."""
    if actor == person or supervises:
        return
    raise Declined(
        plain(
            "not-yours",
            "这是别人的申请。",
            "This is somebody else's request.",
            "请申请人本人办理。",
            "The person themselves can do it.",
            who=("asker",),
        ),
        about=about,
    )
