"""In which language the program writes in the book of a post."""

from jiaoban.kernel.tongue import CHINESE, Tongue
from jiaoban.kernel.verbs import Context


def tongue(context: Context, regime: str = "") -> Tongue:
    """Return the language of a regime (default: the one in force at the post); Chinese where there is none or its pack
    was lost: what happened is written down all the same."""
    digest = regime or context.place.regime
    try:
        said: Tongue = context.packs(digest).head.tongue if digest else CHINESE
    except LookupError:
        return CHINESE
    return said
