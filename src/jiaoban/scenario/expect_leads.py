"""What is so of customers, beside what was expected."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from jiaoban.lead import queries
from jiaoban.lead.tables import LEADS, Lead
from jiaoban.org import queries as org
from jiaoban.scenario.scene import Found, Scene, show
from jiaoban.scenario.shape import Checks
from jiaoban.scenario.shape_leads import CustomersAre


def customers_are(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of the customers of the post."""
    there = scene.book.find(LEADS, post=scene.post, order=("opened_at",))
    for wanted in checks.customers:
        of = None if wanted.of is None else scene.labels[wanted.of]
        found = [one for one in there if of in (None, one.key) and _like(scene, one, wanted)]
        if (wanted.count is None and not found) or wanted.count not in (None, len(found)):
            said = [str(_facts(scene, one).model_dump(exclude_none=True)) for one in there if of in (None, one.key)]
            yield "customers", show(wanted), f"{len(found)}", said


def _facts(scene: Scene, one: Lead) -> CustomersAre:
    place = org.place(scene.book, scene.post, scene.now)
    rule = queries.contacts_at(place, scene.world.packs)
    events = queries.events_of(scene.book, one.key)
    masked = queries.masked(scene.book, one, rule.region) if rule else []
    return CustomersAre(
        stand=one.stand,
        source=one.source,
        contacts=len(one.of("CONTACT")),
        numbers=len(one.numbers),
        corrected=sum(len(event.corrections) for event in events),
        last=scene.world.name_of(one.last_by),
        people=scene.names(one.people),
        sold=sum((sale.amount for sale in one.of("SALE") if sale.amount), start=Decimal(0)),
        name=queries.values(scene.book, [one.name]).get(one.name, ""),
        masked=masked[0] if masked else "",
    )


def _like(scene: Scene, one: Lead, wanted: CustomersAre) -> bool:
    so = _facts(scene, one)
    told = wanted.model_fields_set - {"of", "count"}
    return all(getattr(so, name) == getattr(wanted, name) for name in told)


def known_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what the desk does not see as expected when a number is typed."""
    place = org.place(scene.book, scene.post, scene.now)
    for wanted in checks.known:
        looked = queries.look_up(scene.book, place, scene.world.packs, wanted.number)
        lead = looked.lead
        contacts = [one for one in queries.events_of(scene.book, lead.key) if one.kind == "CONTACT"] if lead else []
        last = contacts[-1] if contacts else None
        came = {
            "number": bool(looked.number),
            "of": lead.key if lead else None,
            "people": scene.names(lead.people) if lead else (),
            "last_result": last.result if last else None,
            "last_at": last.at if last else None,
        }
        expected = {
            "number": True,
            "of": scene.labels[wanted.of] if wanted.of else None,
            "people": wanted.people,
            "last_result": wanted.last_result,
            "last_at": scene.world.moment(wanted.last_at, scene.book) if wanted.last_at else None,
        }
        wrong = [name for name in expected if came[name] != expected[name] and not _unsaid(wanted.of, name, expected)]
        if wrong:
            yield "known", show(wanted), ", ".join(f"{name} {came[name]}" for name in wrong), ()


def _unsaid(of: str | None, name: str, expected: Mapping[str, object]) -> bool:
    """What was not said of a known number is not asked; of an unknown one all is nothing."""
    return of is not None and name in ("last_result", "last_at") and expected[name] is None


def seen_is(scene: Scene, checks: Checks) -> Iterable[Found]:
    """Yield what is not as expected of who looked at whole numbers."""
    there = queries.accesses(scene.book, post=scene.post)
    wanted = checks.seen or ()
    fits = len(there) == len(wanted) and all(
        scene.world.name_of(came.person) == one.by
        and came.what == one.what
        and (one.of is None or came.lead == scene.labels[one.of])
        and one.whole in (None, came.whole)
        for came, one in zip(there, wanted, strict=False)
    )
    if not fits:
        said = [f"{scene.world.name_of(one.person)} {one.what} {one.whole}" for one in there]
        yield "seen", "; ".join(map(show, wanted)), "; ".join(said) or "nobody", ()


CUSTOMER_CHECKS: dict[str, Callable[[Scene, Checks], Iterable[Found]]] = {
    "customers": customers_are,
    "known": known_is,
    "seen": seen_is,
}
