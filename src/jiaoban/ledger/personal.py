"""The personal values of a site in the database: outside the book, so that they can be erased (docs/adr/0017)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from jiaoban.kernel.personal import Kept
from jiaoban.ledger import rows
from jiaoban.ledger.models import PersonalValue

_MANY = 500


class DbKeeper:
    """A `Keeper` on the database. It is written on the connection, and so in the transaction, of the book."""

    def __init__(self, site: str, using: str = "default") -> None:
        self._site, self._using = site, using

    def find(self, kind: str, found_by: Iterable[str]) -> dict[str, Kept]:
        """See `Keeper.find`. By an index, some hundred at a time."""
        found = (
            row
            for some in _some(list(dict.fromkeys(found_by)))
            for row in self._rows.filter(kind=kind, found_by__in=some)
        )
        return {row.found_by: kept_of(row) for row in found}

    def values(self, refs: Iterable[str]) -> dict[str, str]:
        """See `Keeper.values`. By the key, some hundred at a time."""
        wanted = [ref for ref in dict.fromkeys(refs) if ref]
        found = (row for some in _some(wanted) for row in self._named(some).values_list("ref", "site", "value"))
        return {ref: value for ref, site, value in found if site == self._site}

    def put(self, kept: Sequence[Kept]) -> None:
        """See `Keeper.put`."""
        with connections[self._using].cursor() as cursor:
            rows.insert(cursor, PersonalValue, [_columns(self._site, one) for one in kept])

    def claim(self, refs: Iterable[str], subject: str) -> None:
        """See `Keeper.claim`."""
        self._named(list(refs)).update(subject=subject)

    def erase(self, subjects: Iterable[str]) -> None:
        """See `Keeper.erase`."""
        self._rows.filter(subject__in=list(subjects)).delete()

    def drop_unclaimed(self, before: datetime) -> None:
        """See `Keeper.drop_unclaimed`."""
        self._rows.filter(subject="", kept_at__lt=before).delete()

    def _named(self, refs: list[str]) -> "QuerySet[PersonalValue]":
        """By the key alone: a condition on the site besides would have SQLite go through all of the site."""
        return PersonalValue.objects.using(self._using).filter(ref__in=refs)

    @property
    def _rows(self) -> "QuerySet[PersonalValue]":
        return PersonalValue.objects.using(self._using).filter(site=self._site)


def _some(wanted: list[str]) -> Iterator[list[str]]:
    return (wanted[at : at + _MANY] for at in range(0, len(wanted), _MANY))


def kept_of(row: PersonalValue) -> Kept:
    """Return a row as the kernel knows it."""
    return Kept(row.ref, row.kind, row.found_by, row.value, row.salt, row.kept_at, row.subject)


def _columns(site: str, one: Kept) -> list[Any]:
    """Return what is kept as the values of `PersonalValue`, in the order of its fields."""
    return [one.ref, site, one.kind, one.found_by, one.value, one.salt, one.subject, one.kept_at]


def all_of(site: str, using: str = "default") -> Iterator[Kept]:
    """Return everything that is kept of a site."""
    return map(kept_of, PersonalValue.objects.using(using).filter(site=site).order_by("ref").iterator(2_000))
