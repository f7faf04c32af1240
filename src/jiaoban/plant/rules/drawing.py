"""Official readings drawn from samples, and which files of samples are sound enough to be bound. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import Figure, Read
from jiaoban.plant.rules.figures import Said, judged
from jiaoban.plant.rules.samples import Tally
from jiaoban.plant.tables import Parameter


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample that becomes a reading: when it was really taken, its figure, the number of the act that binds its file,
    and the state and mode of the equipment then."""

    parameter: Parameter
    at: datetime
    value: str
    batch: str
    state: str = ""
    mode: str = ""


def need_sound(found: Tally, *, leave_out: bool) -> None:
    """Refuse a file without any sample, and one with faults unless they are left out knowingly."""
    if found.faulty and not leave_out:
        first = found.faults[0]
        where = f"{first.line}" + (f"，{first.column}" if first.column else "")
        raise BadInput(
            "file",
            Words(
                zh=f"有 {found.faulty} 处读不出，第一处在第 {where} 行：{first.says.zh}",
                en=f"{found.faulty} cells cannot be read, the first in line {first.line}: {first.says.en}",
            ),
            Words(zh="请改正，或选「坏值不导入」。", en="Correct them, or have them left out."),
        )
    if not found.count:
        raise BadInput(
            "file",
            Words(zh="文件里没有本岗位参数的数值。", en="The file holds no figure of a parameter of this post."),
            Words(zh="请核对对照表的表头和站点名。", en="Look at the heads and series of the mapping."),
        )


def reads(drawn: Iterable[Drawn], place: Place) -> list[Proposed]:
    """Return the acts of readings drawn from samples, one for each moment at which samples were taken.

    Figures that are not plausible are marked; counters that show what they cannot are left to people.
    """
    by_moment: dict[datetime, list[Figure]] = {}
    for one in sorted(drawn, key=lambda one: (one.at, one.parameter.key)):
        try:
            figure = judged(
                one.parameter, Said(one.value, doubtful=True), "value", state=one.state, mode=one.mode, at=one.at
            )
        except BadInput:
            continue
        by_moment.setdefault(one.at, []).append(figure.model_copy(update={"batch": one.batch}))
    found = []
    for at, figures in by_moment.items():
        shift = place.shift_at(at)
        found.append(Proposed(Read(figures=tuple(figures), shift=shift.key if shift else ""), occurred_at=at))
    return found
