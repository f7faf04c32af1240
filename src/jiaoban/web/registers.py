"""The registers that pages choose from, by name: how each is listed while it is short, looked through, and read.

A register stays short for a workshop and grows to some thousand lines for a plant; the page never lists more than
`FEW` of them. `lookup_name` is how a field is called that is typed into: see `with_keys`.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import QueryDict

from jiaoban.kernel.book import Book
from jiaoban.kernel.naming import Named, folded
from jiaoban.logbook import queries as logbook
from jiaoban.org import finding as org
from jiaoban.plant import finding as plant
from jiaoban.web.forms import LOOKUP

FEW = 50
"""Lines of a register up to which all of them are listed to choose from."""
BETWEEN = ";；\n"
"""What stands between several names in one field."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register. Each function takes the book, most of them the post (''; a page of the whole site)."""

    few: Callable[[Book, str, int], list[Named] | None]
    """(book, post, most): all its lines, or None where there are more than `most`."""
    found: Callable[[Book, str, str, int], list[Named]]
    """(book, post, text, limit): what a text may mean; without a text, what it most likely will."""
    resolved: Callable[[Book, str, str, str], str]
    """(book, post, text, argument): the key of what is called so; raises `BadInput` at the argument."""
    labels: Callable[[Book, Iterable[str]], dict[str, str]]
    """(book, keys): what these are called."""


def _people(book: Book, post: str, text: str, limit: int, **where: bool) -> list[Named]:
    if folded(text):
        return org.people(book, text, limit, **where)
    lately = Counter(logbook.authors(book, post, limit=100)).most_common(limit)
    return org.named(book, [who for who, _ in lately], **where)


REGISTERS = {
    "author": Register(
        lambda book, _post, most: org.few_people(book, most, left=True),
        lambda book, post, text, limit: _people(book, post, text, limit, left=True),
        lambda book, _post, text, argument: org.the_person(book, text, argument, left=True),
        org.labels,
    ),
    "equipment": Register(
        plant.few_equipment,
        plant.equipment,
        plant.the_equipment,
        plant.equipment_labels,
    ),
    "parameter": Register(
        plant.few_parameters,
        plant.parameters,
        plant.the_parameter,
        plant.parameter_labels,
    ),
    "member": Register(
        lambda book, _post, most: org.few_people(book, most, member=True),
        lambda book, post, text, limit: _people(book, post, text, limit, member=True),
        lambda book, _post, text, argument: org.the_person(book, text, argument, member=True),
        org.labels,
    ),
    "person": Register(
        lambda book, _post, most: org.few_people(book, most),
        _people,
        lambda book, _post, text, argument: org.the_person(book, text, argument),
        org.labels,
    ),
}


def with_keys(book: Book, post: str, fields: QueryDict) -> QueryDict:
    """Return the fields of a form with the keys of what was typed into its lookups, which are called
    `<argument>:<register>`; several names in one, with `;` or line ends between, come one after the other.

    Raises `BadInput` at the first argument for which a text is not clear.
    """
    typed = [name for name in fields if name.partition(LOOKUP)[2] in REGISTERS]
    if not typed:
        return fields
    told = fields.copy()
    for name in typed:
        argument, _, register = name.partition(LOOKUP)
        texts = [part for text in told.pop(name) for part in split(str(text))]
        for text in texts or ([] if argument in told else [""]):
            told.appendlist(argument, REGISTERS[register].resolved(book, post, text, argument))
    return told


def split(text: str) -> list[str]:
    """Return the names in a text with `;` or line ends between, none of them empty."""
    for mark in BETWEEN:
        text = text.replace(mark, "\n")
    return [part for part in map(str.strip, text.split("\n")) if part]
