"""What pages and the API may ask of drafts. A book goes in, plain values come out."""

from jiaoban.authoring.tables import DRAFTS, Draft
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.org.tables import REGIMES, AdoptedVersion, Person

MOST_DRAFTS = 200
"""Drafts that a list shows; the newest."""


def drafts(book: Book, regime: str = "") -> list[Draft]:
    """Return the drafts of a regime ('' all), last changed first."""
    where = {"regime": regime} if regime else {}
    return book.find(DRAFTS, order=("-changed_at",), limit=MOST_DRAFTS, **where)


def draft(book: Book, key: str) -> Draft:
    """Return a draft; raises `NotFound`."""
    found = book.get(DRAFTS, key)
    if found is None:
        raise NotFound(f"draft {key}", "draft")
    return found


def published_as(book: Book, digest: str) -> Draft | None:
    """Return the draft that became the pack of this digest, or None: it was written elsewhere."""
    return next(iter(book.find(DRAFTS, published=digest, limit=1)), None) if digest else None


def adopted(book: Book, regime: str, version: str = "") -> AdoptedVersion:
    """Return an adopted version of a regime, by its number (of several the last adopted); without one the newest.

    Raises `NotFound`.
    """
    found = book.get(REGIMES, regime)
    if found is None:
        raise NotFound(f"regime {regime}", "regime")
    named = [one for one in found.versions if version in ("", one.version)]
    if not named:
        raise NotFound(f"version {version} of {regime}", "version")
    return named[-1]


def approvers(book: Book, draft: Draft) -> list[Person]:
    """Return who can be asked to approve a draft: everybody with the right, but those who wrote in it."""
    able = org.holders_of(book, Right.APPROVE)
    return [one for one in able if one.key not in draft.writers]
