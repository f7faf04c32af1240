"""Every element of a regime pack: its settings as the code has them, its meaning, an example out of a shipped pack.

docs/reference/elements.md is made of this by `bin/docs`. The examples are lines of the packs under `regimes/`, whose
scenarios are run by every test.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache
from inspect import cleandoc
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from jiaoban.kernel.starts import Start
from jiaoban.kernel.words import Words
from jiaoban.regime.conditions import Compare, Operand
from jiaoban.regime.findings import walk
from jiaoban.regime.load import load
from jiaoban.regime.named import ALL, named
from jiaoban.regime.pack import FILES, Pack
from jiaoban.regime.positions import Tree, read_yaml
from jiaoban.regime.spoken import CONDITIONS, both, span

REGIMES = Path(__file__).resolve().parents[1] / "regimes"
LONGEST = 16
"""Lines of an example."""
PLAIN: dict[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "day, 2026-01-31",
    Start: "day, 2026-01-31, or hour of one, 2026-01-31T06:00",
    time: "clock time, 08:00",
    timedelta: "duration, PT10M",
    type(None): "",
}


def page() -> Iterator[str]:
    """Yield the body of docs/reference/elements.md."""
    seen: set[type[BaseModel]] = set()
    for file, part in FILES.items():
        yield from ("", f"## {file}")
        annotation = Pack.model_fields[part].annotation
        if part == "handover":
            for name, field in _model(annotation).model_fields.items():
                yield from _elements(name, field.annotation, seen)
        else:
            yield from _elements(part, annotation, seen)


def elements() -> dict[type[BaseModel], str]:
    """Return every element with the name of the part under which it stands."""
    found: dict[type[BaseModel], str] = {}
    for part, outer in Pack.model_fields.items():
        inner = _model(outer.annotation).model_fields.items() if part == "handover" else [(part, outer)]
        for name, field in inner:
            for model in _inside(field.annotation):
                found.setdefault(model, name)
    return found


def _elements(name: str, annotation: Any, seen: set[type[BaseModel]]) -> Iterator[str]:
    models = [one for one in _inside(annotation) if one not in seen]
    for place, model in enumerate(models):
        seen.add(model)
        words = named(name)
        both = f" {words.zh} {words.en}" if name in ALL else ""
        yield from ("", f"### {name}{both}" if place == 0 else f"#### {name}: {model.__name__}", "")
        yield _says(model)
        yield ""
        yield from ("| setting | form | required | otherwise |", "|---|---|---|---|")
        for key, field in model.model_fields.items():
            yield _row(field.alias or key, field)
        example = _example(model)
        if example:
            yield from ("", *example)
    if not models and name not in ("head", "clauses") and not _inside(annotation):
        yield from ("", f"### {name}", "", f"`{name}`: {_form(annotation)}.")


def _says(model: type[BaseModel]) -> str:
    own = model.__dict__.get("__doc__") or ""
    return " ".join(cleandoc(own).split())


def _row(name: str, field: FieldInfo) -> str:
    required = "yes" if field.is_required() else ""
    form = _form(field.annotation, field.metadata)
    return f"| `{name}` | {form} | {required} | {'' if field.is_required() else _default(field.default)} |"


def _default(value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, Words | BaseModel):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return both(span(value))
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value)


def _form(annotation: Any, metadata: Any = ()) -> str:
    """Say what may stand behind a name."""
    patterns = [str(one.pattern) for one in metadata if getattr(one, "pattern", None)]
    if patterns:
        return "clause id, rules/4.1" if "/" in patterns[0] else "id, small letters"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form(inner[0], [extra for one in inner[1:] for extra in (one, *getattr(one, "metadata", ()))])
    if _is_condition(annotation):
        return "[condition](conditions.md)"
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(said for one in inner if (said := _form(one))))
    if origin is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    if origin is tuple:
        return f"list of {_form(inner[0])}"
    if isinstance(annotation, type) and issubclass(annotation, Words):
        return "words, {zh, en}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"{annotation.__name__}"
    return PLAIN.get(annotation, str(annotation))


def _is_condition(annotation: Any) -> bool:
    return Compare in _flat(annotation)


def _flat(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _flat(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [inner for one in get_args(annotation) for inner in _flat(one)]
    return [annotation]


def _inside(annotation: Any) -> list[type[BaseModel]]:
    """Return the elements of an annotation: the outer one, then those inside it; conditions and words are none."""
    found: list[type[BaseModel]] = []
    for one in _flat(annotation):
        if get_origin(one) is tuple:
            found += _inside(get_args(one)[0])
        elif isinstance(one, type) and issubclass(one, BaseModel) and one not in (*CONDITIONS, Words, Operand):
            found += [one, *(model for field in one.model_fields.values() for model in _inside(field.annotation))]
    return list(dict.fromkeys(found))


def _model(annotation: Any) -> type[BaseModel]:
    return _inside(annotation)[0]


def _example(model: type[BaseModel]) -> list[str]:
    """Return the example of an element that shows the most of it in a few lines."""
    found = examples().get(model, [])
    if not found:
        return ["No shipped pack uses it."]
    # Of the five documents where they have it; the examples show what those do not ask for.
    settings, lines, where = min(found, key=lambda one: (one[2].startswith("examples/"), -one[0], len(one[1]), one[2]))
    assert settings
    return [f"Example, regimes/{where}:", "", "```yaml", *lines, "```"]


@cache
def examples() -> dict[type[BaseModel], list[tuple[int, list[str], str]]]:
    """Return how every element stands in the shipped packs: how many settings, the lines, where."""
    found: dict[type[BaseModel], list[tuple[int, list[str], str]]] = {}
    for head in (*sorted(REGIMES.glob("*/pack.yaml")), *sorted(REGIMES.glob("examples/*/pack.yaml"))):
        pack = load(head.parent)
        trees = {
            part: (name, read_yaml(name, (head.parent / name).read_bytes()), (head.parent / name).read_text("utf-8"))
            for name, part in FILES.items()
            if (head.parent / name).is_file()
        }
        for path, part in walk(pack):
            if not path or str(path[0]) not in trees or isinstance(part, (*CONDITIONS, Words, Operand)):
                continue
            name, tree, text = trees[str(path[0])]
            lines, line = _lines(tree, text, path[1:])
            if lines and len(lines) <= LONGEST:
                shown = (
                    len(part.model_fields_set),
                    lines,
                    f"{head.parent.relative_to(REGIMES).as_posix()}/{name}:{line}",
                )
                found.setdefault(type(part), []).append(shown)
    return found


def _lines(tree: Tree, text: str, path: tuple[str | int, ...]) -> tuple[list[str], int]:
    """Return the lines of a file on which the thing at a path stands, moved to the left, and the first one's number."""
    if path not in tree.places:
        return [], 0
    begin = (tree.keys.get(path) or tree.places[path])[0]
    after = [
        place[0]
        for other, place in (*tree.places.items(), *tree.keys.items())
        if other[: len(path)] != path and place[0] > begin
    ]
    lines = text.split("\n")[begin - 1 : min(after, default=len(text.split("\n"))) - 1]
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    margin = min((len(one) - len(one.lstrip()) for one in lines if one.strip()), default=0)
    return [one[margin:] for one in lines], begin
