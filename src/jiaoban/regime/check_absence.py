"""Static checks of what a regime says about being away: can it be asked for, decided and answered?"""

from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path

DAY = timedelta(days=1)


def _deciding(pack: Pack) -> Iterator[Finding]:
    """Whoever decides is the supervisor, the head, or an authority of the pack that needs no handover."""
    if pack.absence is None:
        return
    authorities = {one.id: one for one in pack.handover.authorities}
    known = {"supervisor", "head", *authorities}
    for place, kind in enumerate(pack.absence.kinds):
        for name in ("approved_by", "exception_by"):
            for n, one in enumerate(getattr(kind, name)):
                path: Path = ("absence", "kinds", place, name, n)
                if one not in known:
                    yield _error(path, f"没有「{one}」。", f'There is no "{one}".', nearest(one, known))
                elif one in authorities and authorities[one].side is not None:
                    right = Words(zh="指定不分交班接班的人。", en="Name an authority without a side.")
                    yield _error(
                        path, f"「{one}」只在交接中才有。", f'"{one}" stands on a side of a handover only.', right
                    )


def _unique(pack: Pack) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, kind in enumerate(pack.absence.kinds if pack.absence else ()):
        if kind.id in seen:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            yield _error(
                ("absence", "kinds", place, "id"), f"「{kind.id}」重复了。", f'"{kind.id}" is there twice.', right
            )
        seen.add(kind.id)


def _notices(pack: Pack) -> Iterator[Finding]:
    """A notice can be kept; an exception is of something; days are whole where days are counted."""
    for place, kind in enumerate(pack.absence.kinds if pack.absence else ()):
        path: Path = ("absence", "kinds", place)
        if kind.notice is not None and not timedelta(0) < kind.notice <= LONGEST:
            right = Words(
                zh="大于 0，不超过 366 天；不要求提前就不写。",
                en="More than 0, up to 366 days; leave it out for none.",
            )
            yield _error((*path, "notice"), "时长不合理。", "This duration makes no sense.", right)
        elif kind.by_day and (kind.notice is None or kind.notice % DAY):
            right = Words(zh="按天数写 notice，如 P1D。", en="Write notice in whole days, such as P1D.")
            yield _error((*path, "by_day"), "没有按天数的提前时间。", "There is no notice in whole days.", right)
        if kind.exception_by and kind.notice is None:
            right = Words(zh="写上 notice，或删去 exception_by。", en="Write notice, or remove exception_by.")
            yield _error(
                (*path, "exception_by"),
                "没有提前的要求，就没有例外。",
                "Without a notice there is no exception to it.",
                right,
            )


def _recall(pack: Pack) -> Iterator[Finding]:
    """A recall can be answered in time, and there is a number to reach somebody at."""
    if pack.absence is None or pack.absence.recall is None:
        return
    if not timedelta(0) < pack.absence.recall.within <= LONGEST:
        right = Words(zh="大于 0，不超过 366 天。", en="More than 0, up to 366 days.")
        yield _error(("absence", "recall", "within"), "时长不合理。", "This duration makes no sense.", right)
    if not any(one.reachable for one in pack.absence.kinds):
        yield Finding(
            ("absence", "recall"),
            Words(
                zh="没有一类离岗要求留电话，召回时可能找不到人。",
                en="No kind of absence wants telephone numbers; a recall may reach nobody.",
            ),
            Words(
                zh="给要留电话的类别写 reachable: true。",
                en="Write reachable: true at the kinds that want them.",
            ),
            error=False,
        )


ABSENCE_CHECKS: tuple[Check, ...] = (_deciding, _unique, _notices, _recall)
