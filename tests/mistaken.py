"""What a mistake in a pack is, and the likeliest ones in a file that a pack does not have when it is begun."""

from dataclasses import dataclass

from jiaoban.kernel.words import Words

R = "roster.yaml"
OTHERS = {
    R: """\
clause: pump/5
changed_by: [supervisor]
rules:
  - id: rest
    clause: pump/1
    title: {zh: 班间休息, en: Rest between shifts}
    kind: rest-between
    at_least: PT11H
    hard: true
    lifted_by: [head]
  - id: free
    clause: pump/5
    title: {zh: 每周休息一天, en: A rest day every week}
    kind: rest-days
    at_least: 1
    in: week
  - id: place
    clause: pump/5
    title: {zh: 一人一岗, en: One place at a time}
    kind: one-place
    hard: true
swap:
  clause: pump/5
  told: supervisor
"""
}
"""Files that stand beside those of a pack just begun, for the mistakes that are made in them."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """In `file`, `old` becomes `new`; then some problem's English has `says`, in the line that begins with `at`.

    `serious`: the pack cannot be used with it; otherwise it is a warning. `after`: it is only seen beside an older
    version.
    """

    title: Words
    file: str
    old: str
    new: str
    says: str
    at: str
    serious: bool = True
    after: bool = False


ROSTERS: tuple[Mistake, ...] = (
    Mistake(
        Words(zh="排班规则缺数", en="A rule for rosters without its figure"),
        R,
        "    kind: rest-days\n    at_least: 1\n",
        "    kind: rest-days\n",
        'has no "at_least"',
        "    kind: rest-days",
    ),
    Mistake(
        Words(zh="排班的时长写成数字", en="A figure where a roster wants a length of time"),
        R,
        "at_least: PT11H",
        "at_least: 11",
        "is another kind of figure",
        "    at_least: 11",
    ),
    Mistake(
        Words(zh="最少写成最多", en="The most of what wants a least"),
        R,
        "    at_least: 1\n    in: week",
        "    at_most: 6\n    in: week",
        'makes nothing of "at_most"',
        "    at_most: 6",
    ),
    Mistake(
        Words(zh="排班规则没有人能做到", en="A rule for rosters that nobody can keep"),
        R,
        "    at_least: 1\n    in: week",
        "    at_least: 7\n    in: week",
        "Nobody can keep to this rule",
        "    at_least: 7",
    ),
    Mistake(
        Words(zh="不拦的规则写了谁放行", en="Somebody lifts what does not refuse"),
        R,
        "    hard: true\n",
        "",
        "is lifted by nobody",
        "    lifted_by: [head]",
    ),
    Mistake(
        Words(zh="改排班的人写错", en="Nobody by that name changes rosters"),
        R,
        "changed_by: [supervisor]",
        "changed_by: [supervisors]",
        "There is nobody",
        "changed_by: [supervisors]",
    ),
    Mistake(
        Words(zh="没有管一人两处的规则", en="No rule against two posts at once"),
        R,
        """\
  - id: place
    clause: pump/5
    title: {zh: 一人一岗, en: One place at a time}
    kind: one-place
    hard: true
""",
        "",
        "nobody is due at two posts at once",
        "rules:",
        serious=False,
    ),
)
