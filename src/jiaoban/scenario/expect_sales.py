"""What is so of company funds, careers and customers after the sale, beside what was expected."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from jiaoban.career import queries as careers
from jiaoban.fund import queries as funds
from jiaoban.kernel.months import month_of
from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.org import queries as org
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks

BACK = timedelta(days=370)
"""So far back from the moment occasions are looked for."""
FIGURES = ("waiting", "granted", "spent", "own", "company", "left", "sold", "percent")


def funds_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of company funds."""
    place = org.place(scene.book, scene.post, scene.now)
    said = funds.ruled(place, scene.world.packs)
    for wanted in checks.funds:
        person = scene.world.keys[wanted.who]
        month = wanted.month or month_of(funds.today(place, scene.now))
        one = funds.month_of_person(scene.book, place, month, person)
        came: dict[str, object] = {name: getattr(one, name) if one else Decimal(0) for name in FIGURES}
        came["above"] = one is not None and said is not None and one.above(said.ratio)
        for name, source in (("errors", "fund-error"), ("fraud", "fund-fraud")):
            came[name] = tuple(each.amount or Decimal(0) for each in _occasions(scene, source, person))
        asked = wanted.model_dump(exclude={"who", "month"}, exclude_none=True)
        differs = [f"{name}: {came[name]}" for name, value in asked.items() if came[name] != value]
        if differs:
            yield "funds", show(wanted), ", ".join(differs), ()


def _occasions(scene: Scene, source: str, person: str) -> list[Occasion]:
    place = org.place(scene.book, scene.post, scene.now)
    today = org.local_day(scene.book, scene.now)
    asked = Asked(scene.book, place, scene.world.packs, today - BACK, today + timedelta(days=1), scene.now)
    return [one for one in occasions(asked, [source]) if person in one.people]


def careers_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of careers."""
    place = org.place(scene.book, scene.post, scene.now)
    said = careers.ruled(place, scene.world.packs)
    for wanted in checks.careers:
        person = scene.world.keys[wanted.who]
        one = careers.member(scene.book, scene.post, person)
        month = wanted.month or month_of(funds.today(place, scene.now))
        told = careers.in_the_way(scene.book, place, month, scene.world.packs, scene.now)
        came: dict[str, object] = {"standing": one.standing if one else "NONE"}
        came["flags"] = tuple(each.code for each in told.get(person, ()))
        if one is not None and said is not None and said.regular is not None:
            progress = careers.progress(scene.book, place, one, said.regular, scene.now)
            came |= {name: getattr(progress, name) for name in ("sold", "missing", "reached")}
            came |= {"reported": one.reported_at is not None, "taken": one.taken_at is not None}
        asked = wanted.model_dump(exclude={"who", "month"}, exclude_none=True)
        differs = [f"{name}: {came.get(name)}" for name, value in asked.items() if came.get(name) != value]
        if differs:
            yield "careers", show(wanted), ", ".join(differs), ()


SALES_CHECKS: dict[str, Callable[[Scene, Checks], Iterable[Found]]] = {"funds": funds_are, "careers": careers_are}
