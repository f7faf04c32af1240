"""What a regime says about customers: how they are contacted and written down, and whose they are."""

from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.owning import Collisions, Following, Ownership
from jiaoban.regime.part import ClauseId, Id, Part

Level = Literal["operator", "supervisor", "head"]
"""Who at the least may do it: whoever works at the post, its supervisor, the head of the department."""


class Offered(Part):
    """One of the words that people choose from."""

    id: Id
    title: Words


class ContactResult(Offered):
    """How a contact ended. `reached`: the customer was spoken with."""

    reached: bool = True


class Contacts(Part):
    """How customers are written down. Before anybody contacts one, the desk looks whether somebody has.

    `region`: in which country a number without a country code lies (two capital letters). `area`: the area code of
    a landline that is written without one. `means`, `results` and `sources`: what people choose from. `reveals`: who
    may see a whole number, which is recorded each time; `exports`: who may take whole numbers out in a file; `erases`:
    who erases a customer on demand.
    """

    clause: ClauseId
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)
    region: str = Key(default="CN", pattern=r"^[A-Z]{2}$")
    area: str = Key(default="", pattern=r"^[0-9]{0,5}$", exclude_if=not_)
    means: tuple[Offered, ...] = Key(min_length=1)
    results: tuple[ContactResult, ...] = Key(min_length=1)
    sources: tuple[Offered, ...] = Key(default=(), exclude_if=not_)
    reveals: Level = "operator"
    exports: Level = "head"
    erases: Level = "head"


class Leads(Part):
    """What a regime says about customers."""

    contacts: Contacts
    ownership: Ownership | None = None
    collisions: Collisions | None = None
    following: Following | None = None
