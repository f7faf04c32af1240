"""Static checks of what a regime says about company funds and careers: can every figure take effect?"""

from collections.abc import Iterator

from jiaoban.kernel.words import Words
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path


def _idle(pack: Pack) -> Iterator[Finding]:
    """What a promotion looks at has to be reckoned."""
    careers, funds = pack.careers, pack.funds
    promotion = careers.promotion if careers else None
    if promotion is None:
        return
    path: Path = ("careers", "promotion")
    if promotion.funds and (funds is None or funds.ratio is None):
        right = Words(
            zh="在 funds.yaml 里写 ratio，或去掉 funds。", en="Write ratio in funds.yaml, or leave funds out."
        )
        yield _error((*path, "funds"), "没有规定投入比例。", "No share of company funds is ruled on.", right)
    if not promotion.funds and not promotion.decided:
        right = Words(
            zh="写 funds 或 decided，或去掉 promotion。", en="Write funds or decided, or leave promotion out."
        )
        yield _error(path, "没有说看什么。", "It does not say what is looked at.", right)


def _twice(pack: Pack) -> Iterator[Finding]:
    """Nobody is named twice among those who decide."""
    regular = pack.careers.regular if pack.careers else None
    lists: list[tuple[Path, tuple[str, ...]]] = [
        (("funds", "approved_by"), pack.funds.approved_by if pack.funds else ()),
        (("careers", "regular", "by"), regular.by if regular else ()),
    ]
    for path, named in lists:
        for place, one in enumerate(named):
            if one in named[:place]:
                right = Words(zh="删去重复的。", en="Remove the repetition.")
                yield _error((*path, place), f"「{one}」重复了。", f'"{one}" is there twice.', right)


FUND_CHECKS: tuple[Check, ...] = (_idle, _twice)
