"""What a route has to look like before it stands in the register. Pure."""

from collections.abc import Callable, Iterable, Sequence

from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.round.acts import CodesIssued, Point, Timetable
from jiaoban.round.rules.due import check_rule
from jiaoban.round.tables import Readable, Route


def own_post(key: str, of_post: str | None, post: str) -> None:
    """Decline to touch a route of another post (`of_post` None: it is new)."""
    if of_post is not None and of_post != post:
        raise Declined(
            plain(
                "of-another-post",
                f"路线「{key}」属于另一个岗位。",
                f"The route '{key}' belongs to another post.",
                "请换一个编号，或在所属岗位修改。",
                "Choose another key, or change it at its own post.",
                who=("supervisor",),
            ),
            about=key,
        )


def need_sound(
    points: Sequence[Point],
    *,
    subjects: Iterable[str],
    equipment: Callable[[str], bool],
    parameter: Callable[[str], Readable | None],
    post: str,
) -> None:
    """Refuse points that are named twice or name what is not there.

    Raises `BadInput` with the place of the first mistake, `NotFound` for equipment or a parameter that is not in the
    register (of a parameter: of this post).
    """
    _once([one.code for one in points], "points", "code", Words(zh="检查点代码", en="code of a point"))
    named = [one.subject for one in points if one.subject]
    _once(named, "points", "subject", Words(zh="交接对象", en="subject"))
    known = list(subjects)
    for number, one in enumerate(points):
        if one.subject and one.subject not in known:
            raise BadInput(
                f"points.{number}.subject",
                Words(
                    zh=f"本岗位没有逐项交接对象「{one.subject}」。",
                    en=f"The post has no subject {one.subject!r}.",
                ),
                Words(
                    zh=f"应为其中之一：{'、'.join(known) or '无'}。",
                    en=f"It should be one of {', '.join(known) or 'none'}.",
                ),
            )
        if one.longest_s and one.least_s > one.longest_s:
            raise BadInput(
                f"points.{number}.longest_s",
                Words(zh="最长停留短于最短停留。", en="The longest stay is shorter than the shortest."),
                Words(zh="请核对两个数，单位是秒；不限填 0。", en="Look at both; they are seconds, 0 for no bound."),
            )
        if one.equipment and not equipment(one.equipment):
            raise NotFound(f"equipment {one.equipment}", f"points.{number}.equipment")
        for place, key in enumerate(one.parameters):
            found = parameter(key)
            if found is None or found.post != post or not found.in_use:
                raise NotFound(f"parameter {key}", f"points.{number}.parameters.{place}")


def need_times(timetables: Sequence[Timetable]) -> None:
    """Raise `BadInput` for a timetable that is named twice or whose recurrence cannot be followed."""
    _once([one.timetable for one in timetables], "timetables", "timetable", Words(zh="时刻表", en="timetable"))
    for number, one in enumerate(timetables):
        if one.when == "RULE":
            check_rule(one.rule, f"timetables.{number}.rule")
        elif one.rule:
            raise BadInput(
                f"timetables.{number}.rule",
                Words(zh="交班前的巡检不写重复规则。", en="A round before the handover has no recurrence."),
                Words(zh="请留空。", en="Leave it empty."),
            )


def _once(codes: Sequence[str], where: str, field: str, what: Words) -> None:
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise BadInput(
                f"{where}.{place}.{field}",
                Words(zh=f"{what.zh}「{code}」出现了两次。", en=f"The {what.en} {code!r} stands there twice."),
                Words(zh="请改为各不相同。", en="Make them different."),
            )


def need_points(route: Route, issued: CodesIssued) -> None:
    """Raise `BadInput` for codes of points that the route does not have, or two of one point or of one secret."""
    _once([one.point for one in issued.codes], "codes", "point", Words(zh="检查点", en="point"))
    _once([one.digest for one in issued.codes], "codes", "digest", Words(zh="二维码", en="code"))
    known = [one.code for one in route.points]
    for place, one in enumerate(issued.codes):
        if one.point not in known:
            raise BadInput(
                f"codes.{place}.point",
                Words(zh=f"路线上没有检查点「{one.point}」。", en=f"The route has no point {one.point!r}."),
                Words(zh=f"应为其中之一：{'、'.join(known)}。", en=f"It should be one of {', '.join(known)}."),
            )
