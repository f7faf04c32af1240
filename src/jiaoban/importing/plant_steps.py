"""What a row asks for of the plant's own life: states of equipment, matters, portable earths."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from jiaoban.importing.looking import Look, Step, Steps, args_of, bad, equipment_key, kept, says
from jiaoban.importing.rows import Row
from jiaoban.kernel.book import State
from jiaoban.plant.lives import LIVES, Life
from jiaoban.plant.rules.history import too_old_for_the_log
from jiaoban.plant.tables import EQUIPMENT, Earth, Equipment, Matter

PEOPLE = ("issuer", "performer", "guardian")
"""Columns that name the people of a permit or switching order by their role."""
_TOLD = ("title", "text", "equipment", "subject", "severity", "before", "after", "number")


def _unit(look: Look, row: Row) -> tuple[str, Equipment | None]:
    key = equipment_key(look.book, row.key)
    return key, look.book.get(EQUIPMENT, key)


def _state(look: Look, row: Row) -> Iterator[Step]:
    """Equipment that is in this state and mode already is left as it is, whatever the file says since when."""
    key, unit = _unit(look, row)
    if unit is None:
        raise bad(
            "equipment",
            f"没有设备“{row.key}”，或有几台同编号。",
            f"There is no equipment {row.key!r}, or several.",
            "请填已登记的编号或设备键。",
            "Give a code or key of the register.",
        )
    if unit.post != look.post:
        raise bad(
            "equipment",
            f"“{row.key}”属于另一个岗位。",
            f"{row.key!r} is another post's.",
            "请在那里导入。",
            "Import it there.",
        )
    said = kept(None, row, ("state", "mode", "note"))
    said |= {name: "" for name in ("mode", "note") if name in row.heads and name not in said}
    since = look.moment(row, "occurred_at")
    if unit.changed_at is None or any(getattr(unit, name) != value for name, value in said.items()):
        yield "plant.set_state", {**said, "equipment": key, **({"occurred_at": since} if since else {})}


def _find_matter(look: Look, row: Row) -> tuple[str, Matter | None]:
    named = str(row.said.get("matter", ""))
    if named and (found := look.matter(named)) is not None:
        return named, found
    equipment = equipment_key(look.book, str(row.said.get("equipment", ""))) if row.said.get("equipment") else ""
    kind, title, number = (str(row.said.get(name, "")) for name in ("kind", "title", "number"))
    since = look.moment(row, "occurred_at")
    natural = (kind, title, equipment) if since is None else (kind, title, equipment, since.isoformat())
    same = look.matters.get((kind, f"#{number}") if number else natural)
    if same is None or (not number and since is None and not same.open):
        return "", None
    return same.key, look.matter(same.key)


def _matter(look: Look, row: Row) -> Steps:
    _, found = _find_matter(look, row)
    if found is not None and found.post != look.post:
        raise bad(
            "matter", "这一项属于另一个岗位。", "It belongs to another post.", "请在那里导入。", "Import it there."
        )
    said = kept(None, row, _TOLD)
    if said.get("equipment"):
        said["equipment"] = equipment_key(look.book, str(said["equipment"]))
    people = {role: row.said[role] for role in PEOPLE if role in row.said}
    since = look.moment(row, "occurred_at")
    if found is None:
        fields = {**said, "kind": row.said["kind"], "people": people, **({"occurred_at": since} if since else {})}
        wanted = _state_of(LIVES[row.said["kind"]], row) if row.said["kind"] in LIVES else ""
        if since is not None and too_old_for_the_log(since, look.now):
            yield "plant.import_matter", _history(look, row, fields, wanted)
            return
        outcome = yield "plant.open_matter", fields
        found = look.matter(outcome.acts[0].command) if outcome.refusal is None else None
    else:
        _need_same(found, {**said, **{name: people[name] for name in people}, "kind": row.said.get("kind")}, row)
    wanted = _state_of(found.life, row) if found is not None else ""
    if found is None or not wanted or wanted == found.state:
        return
    path = _path(found.life, found.state, wanted)
    if path is None:
        here = found.life.states[found.state].zh
        raise bad(
            "state",
            f"现为「{here}」，不能再改为「{row.said['state']}」。",
            f"It is {found.state} and cannot become {row.said['state']} any more.",
            "请核对状态。",
            "Look at it as it is now.",
        )
    ended = look.moment(row, "closed_at")
    for state in path:
        at = {"occurred_at": ended} if ended is not None and not found.life.after(state) else {}
        yield "plant.advance", {"matter": found.key, "state": state, **at}


def _history(look: Look, row: Row, fields: dict[str, Any], state: str) -> dict[str, Any]:
    """Return the arguments by which a matter that is too old for the log comes in with its own dates."""
    kind = row.said["kind"]
    ended = look.moment(row, "closed_at")
    first = LIVES[kind].first if kind in LIVES else "OPEN"
    said = {**fields, "state": state or first, "source": look.source, "line": row.line}
    return {**said, **({"closed_at": ended} if ended else {})}


def _need_same(found: Matter, said: dict[str, Any], row: Row) -> None:
    """A matter that stands in the book is not worded otherwise by a table: it can only go on in its life."""
    for name, value in said.items():
        stands = found.people.get(name, "") if name in PEOPLE else getattr(found, name)
        if value != stands:
            raise bad(
                name,
                f"这一项已登记，原为“{stands}”。",
                f"It is on record with {stands!r}.",
                "导入不能修改已登记的事项，请改回原来的内容，或在它的页面上写明。",
                "A table cannot reword it; put back what it says, or write it on its page.",
            )


def _state_of(life: Life, row: Row) -> str:
    """Return the code of the state that a row names, '' for none; `BadInput` for one that its kind has not."""
    word = str(row.said.get("state", ""))
    if not word:
        return ""
    for code, words in life.states.items():
        if word.casefold() in (code.casefold(), words.zh.casefold(), words.en.casefold()):
            return code
    known = "、".join(words.zh for words in life.states.values())
    raise bad(
        "state",
        f"{life.name.zh}没有状态“{word}”。",
        f"There is no state {word!r}.",
        f"应为：{known}。",
        f"One of: {', '.join(life.states)}.",
    )


def _path(life: Life, here: str, there: str) -> list[str] | None:
    """Return the shortest way from one state to another, without the first; None where there is none."""
    todo: deque[list[str]] = deque([[here]])
    seen = {here}
    while todo:
        path = todo.popleft()
        if path[-1] == there:
            return path[1:]
        fresh = [state for state in life.after(path[-1]) if state not in seen]
        seen.update(fresh)
        todo.extend([*path, state] for state in fresh)
    return None


def _find_earth(look: Look, row: Row) -> tuple[str, Earth | None]:
    """An earth is told by its key, else by its number at the post; a new one that gives no key gets one of its own."""
    if "earth" in row.heads and row.said.get("earth") and look.earth(row.key) is not None:
        return row.key, look.earth(row.key)
    number = str(row.said.get("number", ""))
    if number in look.numbered:
        key = look.numbered[number]
        return key, look.earth(key)
    if look.earth(row.key) is None:
        return row.key, None
    key = f"{look.post}-{row.key}"[:60]
    return key, look.earth(key)


def _earth(look: Look, row: Row) -> Iterator[Step]:
    key, found = _find_earth(look, row)
    args = args_of("plant.register_earth")
    said = {**kept(found, row, ("number", "spec", "home", "in_use")), "earth": key}
    if found is None or found.post != look.post or not says(found, args, said):
        yield "plant.register_earth", said
    place = str(row.said.get("where", ""))
    here = found.hanging if found is not None else None
    if not place and here is not None and "where" in row.heads:
        raise bad(
            "where",
            f"它现挂于{here.place}。",
            f"It hangs at {here.place}.",
            "拆除请在页面上记录。",
            "Record its removal on its page.",
        )
    if not place:
        _need_no_place(row)
    elif here is None:
        yield "plant.hang_earth", {**_hanging(look, row), "earth": key, "where": place}
    elif here.place != place:
        raise bad(
            "where",
            f"它现挂于{here.place}，不能同时挂在两处。",
            f"It hangs at {here.place} and cannot hang in two places.",
            "请先在页面上记录拆除。",
            "Record its removal on its page first.",
        )


def _need_no_place(row: Row) -> None:
    for name in ("equipment", "permit", "hung_by", "occurred_at"):
        if row.said.get(name):
            raise bad(
                "where",
                "没有填挂设地点。",
                "Where it hangs is not given.",
                "请填写，或清空这一行的挂设各栏。",
                "Give it, or empty the others.",
            )


def _hanging(look: Look, row: Row) -> dict[str, Any]:
    said: dict[str, Any] = kept(None, row, ("hung_by", "guardian"))
    if row.said.get("equipment"):
        said["equipment"] = equipment_key(look.book, str(row.said["equipment"]))
    if row.said.get("permit"):
        said["permit"] = look.permit(str(row.said["permit"]))
    since = look.moment(row, "occurred_at")
    return {**said, **({"occurred_at": since} if since else {})}


FOUND: dict[str, Callable[[Look, Row], tuple[str, State | None]]] = {
    "states": _unit,
    "matters": _find_matter,
    "earths": _find_earth,
}
"""How the thing of a row is found, by table, where its key does not tell."""
STEPS: dict[str, Callable[[Look, Row], Iterator[Step]]] = {"states": _state, "matters": _matter, "earths": _earth}
