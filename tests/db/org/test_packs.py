"""Packs by digest: kept once, read back as they were, and adopted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiaoban.kernel.refusal import NotFound
from jiaoban.ledger import files
from jiaoban.ledger.store import found
from jiaoban.ledger.verify import verify
from jiaoban.org import door, queries
from jiaoban.org.packs import packs, store
from jiaoban.regime.load import load
from tests import cast
from tests.conftest import ROOT
from tests.db.org.conftest import NOW

FOLDER = ROOT / "regimes" / "hydro"


@pytest.fixture(autouse=True)
def _cold() -> Iterator[None]:
    packs.cache_clear()
    yield
    packs.cache_clear()


def test_a_pack_comes_back_as_it_was(data: Path) -> None:
    pack = load(FOLDER)
    assert store(pack) == pack.digest
    assert packs(pack.digest) == pack
    assert packs(pack.digest).digest == pack.digest


def test_a_pack_that_is_gone_or_changed_is_not_used(data: Path) -> None:
    digest = store(load(FOLDER))
    files.path_of(digest).write_bytes(b"{}")
    with pytest.raises(files.FileLost):
        packs(digest)
    with pytest.raises(files.FileLost):
        packs("0" * 64)


def test_where_no_regime_is_in_force_there_is_no_pack(sites: None) -> None:
    with pytest.raises(NotFound):
        door.as_system(cast.SITE).pack(cast.CCR)


def test_a_station_built_with_its_pack_lives_by_it(data: Path, db: None) -> None:
    pack = load(FOLDER)
    store(pack)
    book = found("other")
    cast.build(book, pack)
    assert queries.regime_in_force(book, cast.PATROL, NOW) == pack.digest


@pytest.mark.django_db
def test_verifying_a_book_finds_a_pack_that_is_gone_or_changed(data: Path) -> None:
    pack = load(FOLDER)
    store(pack)
    cast.build(found(cast.SITE), pack)
    place = f"files/{pack.digest[:2]}/{pack.digest[2:]}"
    assert place not in {one.place for one in verify(cast.SITE).findings}
    files.path_of(pack.digest).write_bytes(b"{}")
    assert place in {one.place for one in verify(cast.SITE).findings}
    files.path_of(pack.digest).unlink()
    assert place in {one.place for one in verify(cast.SITE).findings}
