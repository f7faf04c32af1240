"""What pages and the API may ask of drafts. A book goes in, plain values come out."""

from jiaoban.authoring.tables import DRAFTS, Draft
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.org.tables import REGIMES, AdoptedVersion, Person, Regime

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


def regime(book: Book, key: str) -> Regime:
    """Return an adopted regime with its versions; raises `NotFound`."""
    found = book.get(REGIMES, key)
    if found is None:
        raise NotFound(f"regime {key}", "regime")
    return found


def version_of(found: Regime, version: str = "") -> AdoptedVersion:
    """Return a version by its number, without one the newest; raises `NotFound`. One number has one content."""
    named = [one for one in found.versions if version in ("", one.version)]
    if not named:
        raise NotFound(f"version {version} of {found.regime}", "version")
    return named[-1]


def newest_two(found: Regime) -> tuple[AdoptedVersion, AdoptedVersion]:
    """Return the version before the newest, and the newest; the only one twice."""
    new = found.versions[-1]
    earlier = [one for one in found.versions if one.version != new.version]
    return (earlier[-1] if earlier else new), new


def adopted(book: Book, regime_key: str, version: str = "") -> AdoptedVersion:
    """Return an adopted version of a regime as `version_of` does; raises `NotFound`."""
    return version_of(regime(book, regime_key), version)


def approvers(book: Book, draft: Draft) -> list[Person]:
    """Return who can be asked to approve a draft: everybody with the right, but those who wrote in it."""
    able = org.holders_of(book, Right.APPROVE)
    return [one for one in able if one.key not in draft.writers]
