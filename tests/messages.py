"""The texts that are shown: Chinese in the sources, English in src/jiaoban/locale/en. `bin/messages` runs this.

Both files of a language are kept in git: django.po for translators, django.mo for Django, so that a running Jiaoban
needs no translation tools.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "jiaoban"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("en",)
HEADER_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # git knows the real one
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def gather() -> Catalog:
    """Collect the texts of all modules and templates."""
    catalog = Catalog(domain="django", project="jiaoban", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and "static" not in path.parts:
            for function, texts in _texts(path):
                _add(catalog, function, texts, path)
    return catalog


def _texts(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        found = extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"})
    else:
        # What Django makes of a template is no valid Python; the more forgiving reader copes with it.
        found = extract_javascript(io.BytesIO(templatize(source).encode()), KEYWORDS, [], {"encoding": "utf-8"})
    for _, function, texts, _ in found:
        several: Any = texts  # one text as it is, several as a tuple, whatever Babel's types say
        yield str(function or "_"), several if isinstance(several, tuple) else (several,)


def _add(catalog: Catalog, function: str, texts: tuple[str, ...], path: Path) -> None:
    context = texts[0] if function.removeprefix("n").startswith("pgettext") else None
    words = [text for text in texts[1 if context else 0 :] if text]
    if not words:
        return
    plural = "ngettext" in function or "npgettext" in function
    identity = (words[0], words[1]) if plural and len(words) > 1 else words[0]
    catalog.add(identity, context=context, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])


def po_file(language: str) -> Path:
    """Where the translations into a language stand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Read the translations into a language; a language without a file has none."""
    path = po_file(language)
    if not path.is_file():
        catalog = Catalog(locale=language, domain="django", charset="utf-8", fuzzy=False)
    else:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, domain="django")
    catalog.header_comment = "# Made by bin/messages; write the translations here, then run it again."
    catalog.project, catalog.version = "jiaoban", "1"
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Jiaoban"
    catalog.creation_date = catalog.revision_date = HEADER_DATE
    return catalog


def compiled(language: str) -> bytes:
    """Compile the translations into a language."""
    target = io.BytesIO()
    write_mo(target, read(language))
    return target.getvalue()


def untranslated(language: str) -> list[str]:
    """The texts that still want a translation, or whose translation was only guessed."""
    waiting = (message for message in read(language) if message.id)
    return [
        str(message.id)
        for message in waiting
        if message.fuzzy or not all(message.string if isinstance(message.string, tuple | list) else (message.string,))
    ]


def main() -> int:
    """Bring the files of every language up to date and say what is still to be translated."""
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(gather(), no_fuzzy_matching=True)
        catalog.creation_date = HEADER_DATE
        catalog.obsolete.clear()
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=0, include_lineno=False, sort_output=True, omit_header=False)
        path.with_suffix(".mo").write_bytes(compiled(language))
        waiting = untranslated(language)
        place = path.relative_to(PACKAGE.parents[1])
        print(f"{language}: {len(catalog)} texts, {len(waiting)} to be translated in {place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
