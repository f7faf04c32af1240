"""What is so of company funds, careers and customers after the sale, beside what was expected."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from jiaoban.career import queries as careers
from jiaoban.fund import queries as funds
from jiaoban.kernel.months import month_of
from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.kernel.sales import Selling
from jiaoban.lead import aftersales
from jiaoban.lead import queries as leads
from jiaoban.lead.rules.aftersales import picture_name
from jiaoban.org import queries as org
from jiaoban.regime.aftersales import Aftersales
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks

BACK = timedelta(days=370)
"""So far back from the moment occasions are looked for."""
FIGURES = ("waiting", "granted", "spent", "own", "company", "left", "sold", "percent")


def funds_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of company funds."""
    place = org.place(scene.book, scene.post, scene.now)
    said = funds.ruled(place, scene.world.packs)
    selling = Selling(scene.book, place, scene.world.packs, scene.now)
    for wanted in checks.funds:
        person = scene.world.keys[wanted.who]
        month = wanted.month or month_of(funds.today(place, scene.now))
        one = funds.month_of_person(selling, month, person)
        came: dict[str, object] = {name: getattr(one, name) if one else Decimal(0) for name in FIGURES}
        came["above"] = one is not None and said is not None and one.above(said.ratio)
        for name, source in (("errors", "fund-error"), ("fraud", "fund-fraud")):
            came[name] = tuple(each.amount or Decimal(0) for each in _occasions(scene, source, person))
        asked = wanted.model_dump(exclude={"who", "month"}, exclude_none=True)
        differs = [f"{name}: {came[name]}" for name, value in asked.items() if came[name] != value]
        if differs:
            yield "funds", show(wanted), ", ".join(differs), ()


def _occasions(scene: Scene, source: str, person: str) -> list[Occasion]:
    return [one for one in _all_occasions(scene, source) if person in one.people]


def _all_occasions(scene: Scene, source: str) -> list[Occasion]:
    place = org.place(scene.book, scene.post, scene.now)
    today = org.local_day(scene.book, scene.now)
    asked = Asked(scene.book, place, scene.world.packs, today - BACK, today + timedelta(days=1), scene.now)
    return occasions(asked, [source])


def careers_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of careers."""
    place = org.place(scene.book, scene.post, scene.now)
    said = careers.ruled(place, scene.world.packs)
    selling = Selling(scene.book, place, scene.world.packs, scene.now)
    for wanted in checks.careers:
        person = scene.world.keys[wanted.who]
        one = careers.member(scene.book, scene.post, person)
        month = wanted.month or month_of(funds.today(place, scene.now))
        told = careers.in_the_way(scene.book, place, month, scene.world.packs, scene.now)
        came: dict[str, object] = {"standing": one.standing if one else "NONE"}
        came["flags"] = tuple(each.code for each in told.get(person, ()))
        if one is not None and said is not None and said.regular is not None:
            progress = careers.progress(selling, one, said.regular)
            came |= {name: getattr(progress, name) for name in ("sold", "missing", "reached")}
            came |= {"reported": one.reported_at is not None, "taken": one.taken_at is not None}
        asked = wanted.model_dump(exclude={"who", "month"}, exclude_none=True)
        differs = [f"{name}: {came.get(name)}" for name, value in asked.items() if came.get(name) != value]
        if differs:
            yield "careers", show(wanted), ", ".join(differs), ()


def aftersales_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of customers after the sale."""
    place = org.place(scene.book, scene.post, scene.now)
    said = aftersales.ruled(place, scene.world.packs)
    for wanted in checks.aftersales:
        lead = leads.standing(scene.book, scene.labels.get(wanted.of, wanted.of))
        if lead is None or said is None:
            yield "aftersales", show(wanted), "there is no such customer, or no rule", ()
            continue
        seen = aftersales.cared(scene.book, place, said, lead, scene.now)
        missing = [one for one in _all_occasions(scene, "aftersales-missed") if one.facts["lead"] == lead.key]
        states = {one.slot.number: one.state for one in seen.dues}
        told = seen.briefing
        came: dict[str, object] = {
            "who": scene.world.name_of(seen.responsible),
            "first": states.get(0, "NONE"),
            "months": tuple(one.state for one in seen.dues if one.slot.number),
            "done": sum(one.standing for one in seen.cares),
            "missing": len(missing),
            "briefed": told is not None and told.taken_at is not None,
            "unbriefed": seen.unbriefed(org.local_day(scene.book, scene.now)),
            "picture": _picture(scene, said, seen),
        }
        asked = wanted.model_dump(exclude={"of"}, exclude_none=True)
        differs = [f"{name}: {came[name]}" for name, value in asked.items() if came[name] != value]
        if differs:
            yield "aftersales", show(wanted), ", ".join(differs), [one.says.zh for one in missing]


def _picture(scene: Scene, said: Aftersales, seen: aftersales.Cared) -> str:
    pictured = [one for one in seen.cares if one.photos and one.standing]
    if not pictured:
        return ""
    name = leads.values(scene.book, [seen.lead.name]).get(seen.lead.name, "")
    day = aftersales.local_day(org.place(scene.book, scene.post, scene.now), pictured[-1].at)
    return picture_name(said, name, day, scene.world.name_of(pictured[-1].person), len(pictured))


SALES_CHECKS: dict[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "funds": funds_are,
    "careers": careers_are,
    "aftersales": aftersales_are,
}
