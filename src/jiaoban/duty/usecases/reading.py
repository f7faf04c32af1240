"""The verb by which somebody acknowledges that they have read the regime."""

from pydantic import Field

from jiaoban.duty import acts, reading
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import Phrase
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack


class AcknowledgeRegime(Args):
    """The version that one has read: the one in force."""

    version: Phrase = Field(title="版本 Version")


@verb("duty.acknowledge_regime", right=Right.WORK)
def acknowledge_regime(context: Context, args: AcknowledgeRegime) -> Decision:
    """Acknowledge once that one has read the version of the regime that is in force at the post."""
    place = context.place
    pack: Pack | None = context.packs(place.regime) if place.regime else None
    said = pack.duties.reading if pack and pack.duties else None
    if pack is None or said is None:
        raise BadInput(
            "version",
            Words(zh="本岗位的制度不要求逐人确认。", en="The regime of this post asks nobody to acknowledge it."),
            Words(zh="无需确认。", en="There is nothing to acknowledge."),
        )
    if args.version != pack.head.version:
        raise Declined(
            plain(
                "another-version",
                f"现在施行的是 {pack.head.version} 版，不是 {args.version} 版。",
                f"Version {pack.head.version} is in force, not {args.version}.",
                "请读现行版本后再确认。",
                "Read the version in force, then acknowledge it.",
            ),
            about=args.version,
            conflict=True,
        )
    mine = reading.reader(context.book, place, pack, context.actor.person, context.now)
    if mine is not None and mine.read_at is not None:
        raise Declined(
            plain(
                "read-already",
                "您已确认读过这一版。",
                "You have acknowledged this version already.",
                "换了新版会再请您确认。",
                "You are asked again when there is a new one.",
            ),
            about=args.version,
            conflict=True,
        )
    read = acts.RegimeRead(regime=pack.head.id, version=pack.head.version, digest=place.regime)
    return [Proposed(read, clauses=(said.clause,))]
