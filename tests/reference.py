"""The reference pages that are made from the code, so that they cannot say something else. `bin/docs` runs this.

Each page is a function that returns its text; tests/test_docs.py compares what it returns with what is committed.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from itertools import groupby
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import django

import jiaoban
from jiaoban.cli.main import build
from jiaoban.kernel.access import RIGHTS, Right
from jiaoban.kernel.act import Payload, kinds, payload_class
from jiaoban.kernel.starts import FORMAT
from jiaoban.kernel.verbs import Verb, verbs
from jiaoban.regime import facts
from tests import elements, mistakes

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
RIGHT_WORDS = {
    Right.READ: "READ 查看",
    Right.WORK: "WORK 当班作业",
    Right.SUPERVISE: "SUPERVISE 值长",
    Right.OVERSEE: "OVERSEE 监督",
    Right.ADMINISTER: "ADMINISTER 管理",
    Right.AUTHOR: "AUTHOR 编制度",
    Right.APPROVE: "APPROVE 批准制度",
    Right.AUDIT: "AUDIT 审计",
}
MADE = "*Made by `bin/docs` from the code; edit the code, not this page. 本页由 `bin/docs` 生成，请勿手改。*"


def load_rooms() -> None:
    """Import what declares verbs and kinds of act: the use cases and acts of every room."""
    for room in sorted(one.name for one in iter_modules(jiaoban.__path__) if one.ispkg):
        for part in ("acts", "usecases"):
            if find_spec(f"jiaoban.{room}.{part}") is not None:
                import_module(f"jiaoban.{room}.{part}")


def known_verbs() -> list[Verb[Any]]:
    """Every verb of the rooms (tests declare some of their own)."""
    load_rooms()
    return [one for one in verbs() if one.run.__module__.startswith("jiaoban.")]


def known_acts() -> list[type[Payload]]:
    """Every kind of act of the rooms."""
    load_rooms()
    found = [payload_class(*one) for one in kinds()]
    return [one for one in found if one.__module__.startswith("jiaoban.")]


def verbs_page() -> str:
    """What people can do: docs/reference/verbs.md."""
    found = known_verbs()
    lines = [
        *head(
            "Verbs 动词",
            "A verb is one thing that a person can do. Pages, HTTP API, scenarios and demo data all use these.",
        ),
        "- The API path is `POST /api/v1/sites/{site}/posts/{post}/{room}/{verb}` for a verb of a post, and",
        "  `POST /api/v1/sites/{site}/{room}/{verb}` for a verb of the site; see [HTTP API](http-api.md).",
        "- `signed`: the command must carry the signer's own account and password. 需本人密码签字。",
        "- A right is asked at the post of the command, or for the whole site. Which role has which right:",
        "",
        *table(["role", "rights"], [[role, ", ".join(sorted(rights))] for role, rights in RIGHTS.items()]),
        "",
        f"There are {len(found)} verbs.",
        "",
        *table(
            ["verb", "right", "scope", "signed", "meaning"],
            [
                [f"[`{one.name}`](#{one.name.replace('.', '')})", one.right, one.scope, yes(one.signed), one.says]
                for one in found
            ],
        ),
    ]
    for one in found:
        lines += ["", f"### {one.name}", "", f"{one.says} Right {RIGHT_WORDS[one.right]}; scope {one.scope}."]
        if one.signed:
            lines[-1] += " Signed 需签字."
        lines += ["", *arguments(one.args.model_json_schema())]
    return text(lines)


def arguments(schema: Mapping[str, Any]) -> list[str]:
    """Describe the arguments of a verb."""
    wanted = set(schema.get("required", ()))
    rows = [
        [f"`{name}`", part.get("title", ""), form(part, schema.get("$defs", {})), yes(name in wanted)]
        for name, part in schema.get("properties", {}).items()
    ]
    return table(["argument", "title", "form", "required"], rows) if rows else ["No arguments."]


def form(part: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """Say in few words what a value of this JSON Schema looks like."""
    if "$ref" in part:
        name = str(part["$ref"]).rpartition("/")[2]
        inner = defs.get(name, {})
        if "enum" in inner:
            return form(inner, defs)
        fields = [f"`{one}`" + ("" if one in inner.get("required", ()) else "?") for one in inner.get("properties", {})]
        return f"object of {', '.join(fields)}"
    if "anyOf" in part:
        said = [form(one, defs) for one in part["anyOf"]]
        return " or ".join(dict.fromkeys(said))
    if "enum" in part or "const" in part:
        return "one of " + ", ".join(f"`{one}`" for one in part.get("enum", [part.get("const")]))
    return _plain(part, defs)


def _plain(part: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    kind = str(part.get("type", "any"))
    if kind == "array":
        bounds = _bounds(part, "minItems", "maxItems")
        inner: Mapping[str, Any] = part.get("items") or next(iter(part.get("prefixItems", ())), {})
        return f"list{bounds} of {form(inner, defs)}"
    if kind == "object":
        return f"object, each value {form(part.get('additionalProperties') or {}, defs)}"
    if kind == "string" and "format" in part:
        named = str(part["format"])
        return {
            "date-time": "moment (RFC 3339)",
            "date": "date",
            FORMAT: "date, or local time of one",
            "time": "clock time",
        }.get(named, named)
    if kind == "string" and "pattern" in part:
        return f"text `{part['pattern']}`".replace("|", "\\|")
    if kind == "string":
        return "text" + _bounds(part, "minLength", "maxLength")
    return {"boolean": "true or false", "integer": "whole number", "null": "nothing"}.get(kind, kind)


def _bounds(part: Mapping[str, Any], low: str, high: str) -> str:
    if high in part:
        return f" ({part.get(low, 0)} to {part[high]})"
    return f" (at least {part[low]})" if low in part else ""


def acts_page() -> str:
    """What can stand in a book: docs/reference/acts.md."""
    found = known_acts()
    lines = [
        *head(
            "Kinds of act 事实种类",
            "What can stand in a site's book. A kind is never changed; a new meaning is a new version.",
        ),
        "Every act also carries its envelope: site, number (`seq`), command id, part, actor, post, `occurred_at`,",
        "`recorded_at`, `device_at`, digest of the regime in force, clauses: [The ledger](../explanation/ledger.md).",
        "`seals`: a signed checkpoint is made in the same transaction.",
        "",
        f"There are {len(found)} kinds.",
    ]
    for room, members in groupby(sorted(found, key=lambda one: (_room(one), one.KIND)), key=_room):
        rows = [
            [f"`{one.KIND}`", str(one.VERSION), yes(one.SEALS), _fields(one), _first_sentences(one)] for one in members
        ]
        lines += ["", f"## {room}", "", *table(["kind", "version", "seals", "says", "meaning"], rows)]
    return text(lines)


def _room(kind: type[Payload]) -> str:
    return kind.__module__.split(".")[1]


def _fields(kind: type[Payload]) -> str:
    return ", ".join(f"`{name}`" for name in kind.model_fields) or "-"


def _first_sentences(kind: type[Payload]) -> str:
    return " ".join(cleandoc(kind.__doc__ or "").split())


def facts_page() -> str:
    """What conditions may name: docs/reference/facts.md."""
    lines = [
        *head(
            "Facts 事实",
            "What a condition of a regime pack may name. The list is closed: an unknown name is refused at load.",
        ),
        "Types: `text` (with a closed set of values where one is given), `flag` (true or false), `number` (decimal),",
        "`moment`, `duration` (ISO 8601, such as `PT10M`). How conditions are written: [Conditions](conditions.md).",
        "",
        "## Single values",
        "",
        *fields_table(facts.SINGLE),
    ]
    for name, one in facts.ROWS.items():
        lines += [
            "",
            f"## {name}",
            "",
            f"{one.says[:1].upper()}{one.says[1:]}. Every row also has `id` and `title` (text).",
            "",
        ]
        lines += fields_table(one.fields)
    lines += ["", "## Facts of an attribution", "", "A finding is attributed by these; they have no rows.", ""]
    return text([*lines, *fields_table(facts.FINDING)])


def fields_table(fields: Mapping[str, facts.Field]) -> list[str]:
    """Describe typed values."""
    rows = [
        [f"`{name}`", one.type, one.says, ", ".join(f"`{choice}`" if choice else "(empty)" for choice in one.choices)]
        for name, one in fields.items()
    ]
    return table(["name", "type", "meaning", "values"], rows)


def commands_page() -> str:
    """The command line: docs/reference/commands.md."""
    lines = [
        *head(
            "Command line 命令行",
            "`bin/jiaoban COMMAND` in a checkout, `jiaoban COMMAND` where the package is installed.",
        ),
        "Exit code: 0 good; 1 the thing asked about is not good, or it could not be done; 2 wrong use. Commands with",
        "`--json` answer machines. The scripts of `bin/` are told in [Scripts](scripts.md).",
    ]
    for words, parser in commands():
        lines += ["", f"## {' '.join(words)}", "", f"{_capital(parser.description or '')}.", ""]
        lines += _options(parser)
    return text(lines)


def commands() -> list[tuple[list[str], argparse.ArgumentParser]]:
    """Every command with its parser."""
    return list(_leaves(["jiaoban"], build()))


def _leaves(words: list[str], parser: argparse.ArgumentParser) -> Iterator[tuple[list[str], argparse.ArgumentParser]]:
    inner = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not inner:
        yield words, parser
    for one in inner:
        for name, child in one.choices.items():
            yield from _leaves([*words, name], child)


def _options(parser: argparse.ArgumentParser) -> list[str]:
    rows = [
        [_spelt(one), (one.help or "").replace("%(default)s", str(one.default))]
        for one in parser._actions
        if not isinstance(one, argparse._HelpAction) and one.help is not argparse.SUPPRESS
    ]
    return table(["argument", "meaning"], rows) if rows else ["No arguments."]


def _spelt(one: argparse.Action) -> str:
    name = one.metavar or one.dest.upper()
    if not one.option_strings:
        return f"`[{name}]`" if one.nargs == "?" else f"`{name}`"
    takes = "" if one.nargs == 0 else f" {name}"
    return ", ".join(f"`{option}{takes}`" for option in one.option_strings)


def head(title: str, sentence: str) -> list[str]:
    """Begin a page."""
    return [f"# {title}", "", MADE, "", sentence, ""]


def table(columns: list[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Lay out a Markdown table."""
    return [
        f"| {' | '.join(columns)} |",
        f"|{'---|' * len(columns)}",
        *[f"| {' | '.join(str(cell) for cell in row)} |" for row in rows],
    ]


def yes(value: bool) -> str:
    """Mark what holds."""
    return "yes" if value else ""


def text(lines: Iterable[str]) -> str:
    """Put lines together, without white space at their ends."""
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def mistakes_page() -> str:
    """What people get wrong in packs, and what they are told: docs/reference/mistakes.md."""
    lines = head(
        "Mistakes 常见的错",
        "The likeliest mistakes in a pack, each as it is written and as `jiaoban regime check` tells it: file, line, "
        "column, what is wrong, what would be right.",
    )
    lines += [
        "每处先是写法，后是 `jiaoban regime check` 的提示：文件、行、列，哪里不对，怎样才对。",
        "",
        "Every example is made in the pack that `jiaoban regime new` begins, those of rosters with a `roster.yaml`",
        "beside it, and checked by a test. A warning 提醒 does not keep a pack from being used. While you write,",
        "`jiaoban regime watch` tells the same.",
    ]
    return text([*lines, *mistakes.page()])


def elements_page() -> str:
    """What a pack is made of: docs/reference/elements.md."""
    lines = head(
        "Elements of a regime pack 制度包的元素",
        "Every element of a pack: its settings, what they mean, and an example out of a shipped pack.",
    )
    lines += [
        "制度包的每一种元素：有哪些设置、是什么意思、一个取自现有制度包的例子。",
        "",
        "What conditions are made of: [Conditions](conditions.md); what they may name: [Facts](facts.md); cases:",
        "[Scenarios](scenarios.md); what goes wrong: [Mistakes](mistakes.md). A setting that is not required may be",
        "left out; `otherwise` says what holds then.",
    ]
    return text([*lines, *elements.page()])


PAGES: dict[str, Callable[[], str]] = {
    "verbs.md": verbs_page,
    "acts.md": acts_page,
    "facts.md": facts_page,
    "commands.md": commands_page,
    "mistakes.md": mistakes_page,
    "elements.md": elements_page,
}


def main() -> int:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings")
    django.setup()  # some rooms keep things beside the book, in tables of their own
    for name, made in PAGES.items():
        (FOLDER / name).write_text(made(), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
