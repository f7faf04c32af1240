"""Where a thing that stands in the way is seen to: the address to which a gate or a step leads."""

from collections.abc import Iterable, Iterator
from typing import Any

from jiaoban.handover.assess import GateVerdict
from jiaoban.handover.pages.scene import Scene
from jiaoban.regime.evaluate import Trace
from jiaoban.regime.facts import Row

ANCHORS = {
    "missing_lines": "#missing",
    "objections": "#turns",
    "steps": "#steps",
    "people": "#people",
    "complement": "#people",
    "meetings": "#meetings",
}
PAGES = {
    "duties": "duties",
    "readings": "readings",
    "hourly": "readings",
    "totals": "readings",
    "earths": "isolation",
    "links": "isolation",
}
THINGS = {"matters": "matter", "followups": "followup", "entries": "entry", "equipment": "equipment"}


def slug(key: str) -> str:
    """Return the key of a line or section as part of an element's id."""
    return key.replace(".", "-").replace(":", "-")


def place(scene: Scene, collection: str, row: Row) -> str:
    """Return where the reader sees to a row of a fact: an anchor of the handover's page, another page, or ''."""
    key = str(row.get("id", ""))
    if collection == "custody":
        return scene.desk.url("custody") + f"?occasion={scene.handover.key}"
    if _to_be_replaced(collection, row) and scene.am(*_who_name_another(scene)):
        return scene.desk.url("handover_exits", key=scene.handover.key) + "#stand-in"
    if collection in PAGES:
        return scene.desk.url(PAGES[collection])
    if collection in THINGS:
        return scene.desk.url(THINGS[collection], key=key)
    if collection == "confirmations":
        return f"#line-{slug(str(row['line']))}" if row.get("line") else "#confirmations"
    if collection == "picks":
        return f"#section-{slug(str(row['section']))}"
    if collection in ("sections", "lines", "questions"):
        return f"#{collection[:-1]}-{slug(key)}"
    return ANCHORS.get(collection, "")


def _to_be_replaced(collection: str, row: Row) -> bool:
    """Say whether somebody cannot take over: without qualification, not fit."""
    if collection == "complement":
        return True
    return collection == "people" and (not row["qualified"] or "UNFIT" in (row["declared"], row["judged"]))


def _who_name_another(scene: Scene) -> Iterator[str]:
    """Yield the parties that may name a stand-in by the regime."""
    return (party for way in scene.pack.handover.exits if way.way == "stand-in" for party in way.by)


def places(scene: Scene, traces: Iterable[Trace], *, mine: bool) -> list[dict[str, str]]:
    """Return what is in the way by these traces, each thing once, with where it is seen to.

    `mine`: without what waits for the word of another party.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    for trace in traces:
        for collection, row in trace.culprits():
            if mine and collection == "confirmations" and not scene.am(str(row["party"])):
                continue
            url = place(scene, collection, row)
            label = _label(scene, collection, row)
            if url:
                found.setdefault((label, url), {"label": label, "url": url})
    return list(found.values())


def _label(scene: Scene, collection: str, row: Row) -> str:
    """Return what a row is called, in the reader's language where the pack names it."""
    rules = scene.pack.handover
    if collection == "sections":
        named = {one.id: one.title for one in rules.sections}
    elif collection == "confirmations":
        named = {one.id: one.title for one in rules.confirmations if not row["line"] and not row["subject"]}
    elif collection == "steps":
        named = {one.id: one.title for one in rules.steps}
    else:
        named = {}
    words = named.get(str(row.get("point") or row.get("id")))
    return scene.desk.words(words) if words else str(row.get("title") or row.get("id"))


def places_of_gate(scene: Scene, verdict: GateVerdict) -> list[dict[str, str]]:
    """Return where the reader sees to what is in the way of a gate; where nothing is there yet, where it will be."""
    found = places(scene, [verdict.trace], mine=True)
    if found or verdict.trace.culprits():
        return found
    wanted = {ANCHORS.get(one, "") for one in _collections(verdict.gate.clear_when.model_dump(exclude_none=True))}
    return [{"label": scene.desk.words(verdict.gate.title), "url": url} for url in sorted(wanted - {""})]


def _collections(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, inner in part.items():
            if name == "of" and isinstance(inner, str):
                yield inner
            yield from _collections(inner)
    elif isinstance(part, list | tuple):
        for inner in part:
            yield from _collections(inner)
