"""Custody: tools, keys, drawings, papers - the register, loans, the count at a handover, recorded shortages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.handover import queries as handover
from jiaoban.handover.assess import wants_cause
from jiaoban.handover.blind import Sight, sight
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.plant import queries
from jiaoban.plant.pages.loans import lend_form, loans
from jiaoban.plant.pages.places import elsewhere, figure, laid, places_of, settled_by
from jiaoban.plant.places import write
from jiaoban.plant.queries import Counted
from jiaoban.plant.tables import CustodyItem, Loan
from jiaoban.plant.terms import CONDITIONS, CUSTODY_KINDS, INWARD, MOVEMENTS
from jiaoban.plant.usecases.naming import BETWEEN
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form, Options
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, page

MOVE = Words(zh="登记领用、归还、消耗", en="Record what came or went")


@page()
def custody(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the things in custody of a post, what is lent of them and, while a handover goes on, the form to count
    them."""
    running = handover.current(desk.book, desk.post)
    occasion = running.key if running else ""
    counted = queries.counted(desk.book, desk.post, occasion)
    rule = desk.packs(running.regime) if running else desk.rule_book()
    seen = sight(desk.book, desk.post, desk.actor, rule)
    wanted = wants_cause(rule) if rule else frozenset()
    by_place = bool(rule and rule.handover.count and rule.handover.count.by_place)
    everywhere = all_places(one.line for one in counted) if by_place else []
    works, settles = desk.can(Right.WORK), desk.can(Right.SUPERVISE)
    out = queries.loans(desk.book, desk.post)
    context = {
        "occasion": occasion,
        "lines": [_line(desk, one, seen, out, everywhere) for one in counted],
        "blind": any(not seen.sees(one.line.key) for one in counted),
        "numbered": any(one.line.numbers for one in counted),
        "places": everywhere,
        "conditions": [(code, desk.words(words)) for code, words in CONDITIONS.items()],
        "may_count": works and bool(occasion) and bool(counted),
        "shortages": [
            _shortage(desk, one, occasion) for one in counted if works and occasion and _open(one, seen, wanted)
        ],
        "settling": [_settle(desk, one, occasion) for one in counted if settles and _differs(one, seen)],
        "files": [(form.upper(), desk.url("custody_file", form=form)) for form in ("csv", "xlsx")]
        if desk.can(Right.SUPERVISE)
        else [],
        "loans": loans(desk, out),
        "lend": lend_form(desk, _things(counted)) if works and counted else None,
        "register": _register(desk) if desk.can(Right.SUPERVISE) else None,
        "moving": _move(desk, counted) if works and counted else None,
        "relocating": _relocate(desk, counted, seen) if works else None,
    }
    return draw(request, desk, "plant/custody.html", context)


def all_places(lines: Iterable[CustodyItem]) -> list[str]:
    """Return every place at which something of the post is kept. The form asks of each thing at all of them: its own
    alone would tell where it belongs."""
    return sorted({kept.place for line in lines for kept in line.places})


def _things(counted: list[Counted]) -> Options:
    return [(one.line.key, one.line.name) for one in counted]


def _register(desk: Desk) -> Form:
    return desk.form(
        "plant.register_custody",
        label=gettext("登记"),
        form_id="register-custody",
        options={"kind": [(code, desk.words(words)) for code, words in CUSTODY_KINDS.items()]},
        kinds={"numbers": "text", "components": "text", "places": "area"},
        help={
            "numbers": gettext("按编号管理的才填，用逗号隔开，如 7，8，9；应有数量由编号得出"),
            "places": gettext("分位置存放的才填，每行一个位置，如 甲板：T1、T2；没有编号的写数量，如 箱：3"),
            "components": gettext("清点时要分项的才填，用逗号隔开，如 库存，已用，退回；各项相加应等于应有数量"),
        },
    )


def _move(desk: Desk, counted: list[Counted]) -> Form:
    return desk.form(
        "plant.move_custody",
        label=desk.words(MOVE),
        form_id="move-custody",
        options={
            "custody_item": _things(counted),
            "movement": [(code, desk.words(words)) for code, words in MOVEMENTS.items()],
        },
        kinds={"numbers": "text"},
        help={"numbers": gettext("按编号管理的才填"), "place": gettext("分位置存放的才填：从哪里取出，或放到哪里")},
    )


def _relocate(desk: Desk, counted: list[Counted], seen: Sight) -> Form | None:
    """Return the form by which a thing is kept at another place; not for whoever may not know where it is."""
    kept = [one for one in counted if one.line.places and seen.sees(one.line.key)]
    if not kept:
        return None
    return desk.form(
        "plant.relocate",
        label=gettext("移位"),
        form_id="relocate-custody",
        options={"custody_item": _things(kept)},
        kinds={"numbers": "text"},
        help={"numbers": gettext("按编号管理的填编号"), "number": gettext("没有编号的填数量和从哪里移出")},
    )


def _open(one: Counted, seen: Sight, wanted: frozenset[str]) -> bool:
    """Say whether something is wrong with it of which the regime wants the cause, and none is recorded, as far as the
    reader may know."""
    wrong = {
        "short": bool(one.short),
        "over": one.found is not None and one.found > one.line.expected,
        "damaged": one.damaged,
    }
    return any(wrong[name] for name in wanted) and not one.recorded and seen.sees(one.line.key)


def _differs(one: Counted, seen: Sight) -> bool:
    wrong = one.found is not None and (one.found != one.line.expected or bool(one.differences))
    return wrong and seen.sees(one.line.key)


def _line(desk: Desk, one: Counted, seen: Sight, out: list[Loan], everywhere: list[str]) -> dict[str, Any]:
    mine = next((count for count in one.counts if count.person == desk.actor.person), None)
    answer = desk.answer if desk.answer and desk.answer.form == "count" else None
    sees, key = seen.sees(one.line.key), one.line.key
    lent = {number for each in out if each.custody_item == key for number in each.numbers_left}
    return {
        "key": key,
        "name": one.line.name,
        "kind": desk.words(CUSTODY_KINDS[one.line.kind]),
        "sees": sees,
        "expected": one.line.expected if sees else None,
        "numbers": [number for number in one.line.numbers if number not in lent] if sees else [],
        "numbered": bool(one.line.numbers),
        "kept": write(one.line.places) if sees else "",
        "differences": [desk.words(found.words()) for found in one.differences] if sees else [],
        "places": places_of(desk, one, mine, everywhere) if one.line.places else [],
        "elsewhere": elsewhere(desk, one, mine, everywhere) if one.line.places else "",
        "note": one.line.note,
        "counts": [
            {
                "by": desk.name(c.person),
                "found": c.found,
                "damaged": c.condition == "DAMAGED",
                "first": c.first if c.first != c.found else None,
                "missing": () if c.places else c.missing,
                "places": write(kept for kept in c.places if kept.number or kept.numbers),
            }
            for c in one.counts
        ]
        if sees
        else [],
        "short": one.short if sees else 0,
        "damaged": one.damaged and sees,
        "cause": one.shortage.cause if one.shortage and sees else "",
        "agreed": _agreed(desk, one) if sees else None,
        "found": answer.typed(f"found.{key}") if answer else mine.found if mine else "",
        "found_numbers": answer.typed(f"numbers.{key}") if answer else "，".join(mine.numbers) if mine else "",
        "condition": answer.typed(f"condition.{key}") if answer else mine.condition if mine else "OK",
        "components": [
            {
                "name": name,
                "found": answer.typed(f"part.{key}.{place}") if answer else mine.parts.get(name, "") if mine else "",
            }
            for place, name in enumerate(one.line.components)
        ],
        "remark": answer.typed(f"note.{key}") if answer else mine.note if mine else "",
    }


def _agreed(desk: Desk, one: Counted) -> dict[str, Any] | None:
    """How many there must be, put together: the last agreed count and every movement since."""
    line = one.line
    if line.agreed is None:
        return None
    moves = [f"{'+' if move.movement in INWARD else '−'}{move.number}" for move in line.since_agreed]
    return {"number": line.agreed, "at": line.agreed_at, "by": desk.name(line.agreed_by), "moves": " ".join(moves)}


def _shortage(desk: Desk, one: Counted, occasion: str) -> tuple[str, Form]:
    form = desk.form(
        "plant.record_shortage",
        label=gettext("记录短缺"),
        fixed={"occasion": occasion, "custody_item": one.line.key},
        form_id=f"shortage-{one.line.key}",
        given={"missing": one.short},
    )
    return one.line.name, form


def _settle(desk: Desk, one: Counted, occasion: str) -> tuple[str, Form]:
    form = desk.form(
        "plant.agree_count",
        label=gettext("按此数认定"),
        fixed={"custody_item": one.line.key, "occasion": occasion},
        form_id=f"agree-{one.line.key}",
        only=("agreed", *settled_by(one.line), "cause"),
        given={
            "agreed": one.counts[-1].found if one.line.places else one.found,
            "numbers": ["，".join(one.counts[-1].numbers)],
            "places": [write(one.counts[-1].places).replace("；", "\n")],
        },
        kinds={"numbers": "text", "places": "area"},
        tone="",
    )
    return one.line.name, form


@page(Right.WORK, methods=("POST",))
def count(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Record what was counted; things without a figure are left out. Of those that have numbers, the numbers say how
    many there are."""
    typed = request.POST
    said = QueryDict(mutable=True)
    said["occasion"] = typed.get("occasion", "")
    filled = dict.fromkeys(
        name.partition(".")[2].rpartition(".")[0] if name.startswith(("part.", "place.")) else name.partition(".")[2]
        for name, value in typed.items()
        if name.startswith(("found.", "numbers.", "part.", "place.", "elsewhere.")) and str(value).strip()
    )
    lines = {line.key: line for line in queries.custody(desk.book, desk.post)}
    components = {key: line.components for key, line in lines.items()}
    everywhere = all_places(lines.values())
    for number, key in enumerate(filled):
        numbers = typed.get(f"numbers.{key}", "")
        found = typed.get(f"found.{key}", "").strip()
        said[f"counts.{number}.custody_item"] = key
        said[f"counts.{number}.found"] = found or str(len(split(numbers)))
        said[f"counts.{number}.condition"] = typed.get(f"condition.{key}", "") or "OK"
        said[f"counts.{number}.note"] = typed.get(f"note.{key}", "")
        parts = {name: typed.get(f"part.{key}.{n}", "").strip() for n, name in enumerate(components.get(key, ()))}
        if parts:
            said[f"counts.{number}.found"] = str(sum(int(one) for one in parts.values() if one.isdecimal()))
            said.update({f"counts.{number}.parts.{name}": text for name, text in parts.items() if text})
        if numbers.strip():
            said[f"counts.{number}.numbers"] = numbers
        if (places := laid(typed, key, everywhere)) and key in lines:
            said[f"counts.{number}.places"] = places
            said[f"counts.{number}.found"] = str(figure(places, numbered=bool(lines[key].numbers)))
    return act(request, desk, "plant.count", said)


def split(numbers: str) -> list[str]:
    """Return what is named in a text with commas, blanks or line ends between."""
    return [one for one in BETWEEN.split(numbers) if one]
