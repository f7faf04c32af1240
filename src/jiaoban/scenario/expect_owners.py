"""What is so of whose customers are, beside what was expected."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.months import month_after
from jiaoban.kernel.occasions import Asked, occasions
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import evidence, queries
from jiaoban.lead import owned as owners
from jiaoban.lead.credits import credits_of
from jiaoban.lead.owner_tables import Collision
from jiaoban.lead.rules.limit import month_of
from jiaoban.lead.rules.saying import sentence
from jiaoban.org import queries as org
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks
from jiaoban.scenario.shape_owners import CollisionsAre

DAY = timedelta(days=1)


def owned_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield the customers that are not whose they are expected to be."""
    place = org.place(scene.book, scene.post, scene.now)
    for wanted in checks.owned:
        lead = queries.standing(scene.book, scene.labels[wanted.of])
        at = scene.world.moment(wanted.asked, scene.book) if wanted.asked else scene.now
        found = owners.whose(scene.book, lead, place, scene.world.packs, scene.now) if lead else None
        if found is None:
            yield "owned", show(wanted), "the regime does not say", ()
            continue
        owned = found.at(at)
        said = sentence(owned, org.names(scene.book), found.rules, place.zone)
        came = {
            "owner": scene.world.name_of(owned.person) if owned.person else "",
            "shared": scene.names(owned.shared),
            "basis": owned.basis,
            "clause": owned.clause,
        }
        wrong = [name for name, value in came.items() if getattr(wanted, name) not in (None, value)]
        if wanted.says is not None and wanted.says not in said.zh:
            wrong.append("says")
        if wrong:
            yield "owned", show(wanted), ", ".join(f"{name} {came.get(name, said.zh)}" for name in wrong), (said.zh,)


def credited_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield the customers whose sales do not count for whom they are expected to."""
    place = org.place(scene.book, scene.post, scene.now)
    for wanted in checks.credited:
        lead = queries.standing(scene.book, scene.labels[wanted.of])
        there = queries.events_of(scene.book, lead.key) if lead else []
        sold = [one for one in there if one.kind == "SALE" and one.standing]
        came: dict[str, Decimal] = {}
        for one in credits_of(scene.book, place, scene.world.packs, sold, scene.now):
            for part in one.parts:
                name = scene.world.name_of(part.person)
                came[name] = came.get(name, NOTHING) + part.amount
        if came != wanted.to:
            yield "credited", show(wanted), ", ".join(f"{name} {sum_}" for name, sum_ in came.items()) or "nobody", ()


def collisions_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the collisions of the post."""
    there = owners.collisions(scene.book, scene.post)
    for wanted in checks.collisions:
        found = [one for one in there if _like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [f"{'、'.join(scene.names(one.people))} {_stage(scene, one)} {_keeper(scene, one)}" for one in there]
            yield "collisions", show(wanted), f"{len(found)}", said


def _like(scene: Scene, one: Collision, wanted: CollisionsAre) -> bool:
    return (
        wanted.of in (None, *(label for label, key in scene.labels.items() if key == one.lead))
        and wanted.people in (None, scene.names(one.people))
        and wanted.stage in (None, _stage(scene, one))
        and wanted.keeper in (None, _keeper(scene, one))
        and wanted.by_itself in (None, one.by_itself)
        and wanted.quarrels in (None, one.quarrels)
    )


def _stage(scene: Scene, one: Collision) -> str:
    said = queries.ruled(org.place(scene.book, scene.post, scene.now), scene.world.packs)
    assert said is not None
    assert said.collisions is not None
    return evidence.stage_of(one, said.collisions, scene.now)[0]


def _keeper(scene: Scene, one: Collision) -> str:
    keeper = one.keeper if one.ruled_at is not None else one.proposal.keeper if one.proposal else ""
    return scene.world.name_of(keeper) if keeper else ""


def follows_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield who does not stand as expected with the customers whom they led in a month."""
    place = org.place(scene.book, scene.post, scene.now)
    said = queries.ruled(place, scene.world.packs)
    assert said is not None
    months = owners.Following(scene.book, place, said, scene.now)
    for wanted in checks.follows:
        month, person = month_of(scene.now, place.zone), scene.world.keys[wanted.person]
        for _ in range(wanted.in_months):
            month = month_after(month)
        share, may = months.share(person, month), months.barred(person, month) is None
        came = {"led": len(share.led), "without": len(share.without), "may": may}
        wrong = [name for name, value in came.items() if getattr(wanted, name) not in (None, value)]
        if wrong:
            yield "follows", show(wanted), ", ".join(f"{name} {came[name]}" for name in wrong), ()


def offered_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield the occasions that are not offered as expected."""
    place = org.place(scene.book, scene.post, scene.now)
    today = scene.now.astimezone(clock_of(place.zone)).date()
    asked = Asked(scene.book, place, scene.world.packs, scene.world.day, today + DAY, scene.now)
    for wanted in checks.offered:
        there = occasions(asked, [wanted.source])
        found = [
            one
            for one in there
            if wanted.people in (None, scene.names(one.people))
            and (wanted.intent is None or one.facts.get("intent") == wanted.intent)
        ]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            yield "offered", show(wanted), f"{len(found)}", [one.says.zh for one in there]


OWNER_CHECKS: dict[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "owned": owned_is,
    "credited": credited_is,
    "collisions": collisions_are,
    "follows": follows_is,
    "offered": offered_is,
}
