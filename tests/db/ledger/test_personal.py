"""The keeper of personal values in the database does as the one in memory does, site by site, and by its indexes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.kernel.personal import Keeper, Kept, MemoryKeeper, hashed
from jiaoban.ledger import store
from jiaoban.ledger.models import PersonalValue
from jiaoban.ledger.personal import DbKeeper, all_of
from tests.db.ledger.sample import NOON

pytestmark = pytest.mark.django_db
MADE: tuple[Callable[[], Keeper], ...] = (MemoryKeeper, lambda: DbKeeper("s1"))


def kept(number: int, *, kind: str = "telephone", subject: str = "", later: int = 0) -> Kept:
    value, salt = f"+8613800{number:06d}", f"{number:064x}"
    ref, at = hashed(salt, kind, value), NOON + timedelta(minutes=later)
    return Kept(ref, kind, value, value, salt, at, subject)


@pytest.mark.parametrize("made", MADE, ids=("memory", "database"))
def test_what_is_put_is_found_claimed_and_erased(made: Callable[[], Keeper]) -> None:
    keeper, some = made(), [kept(number) for number in range(1200)]
    keeper.put(some)
    values = [one.value for one in some]
    assert set(keeper.find("telephone", [*values, "other"])) == set(values)
    assert keeper.find("text", values) == {}
    assert keeper.values([one.ref for one in some]) == {one.ref: one.value for one in some}
    keeper.claim([one.ref for one in some[:700]], "lead:a")
    keeper.claim([some[700].ref], "lead:b")
    assert keeper.find("telephone", [values[3]])[values[3]].subject == "lead:a"
    keeper.erase(["lead:a", "lead:none"])
    assert set(keeper.values([one.ref for one in some])) == {one.ref for one in some[700:]}
    keeper.drop_unclaimed(NOON)
    assert len(keeper.values([one.ref for one in some])) == 500
    keeper.drop_unclaimed(NOON + timedelta(seconds=1))
    assert keeper.values([one.ref for one in some]) == {some[700].ref: some[700].value}


def test_one_site_does_not_see_another(data: object) -> None:
    one, other = DbKeeper("s1"), DbKeeper("s2")
    value = kept(1, subject="lead:a")
    one.put([value])
    assert other.values([value.ref]) == {}
    assert other.find("telephone", [value.value]) == {}
    other.erase(["lead:a"])
    other.drop_unclaimed(NOON + timedelta(days=9))
    assert [found.ref for found in all_of("s1")] == [value.ref]


def test_what_a_failed_command_kept_is_gone_with_it(data: object) -> None:
    book = store.found("s1")

    def fail() -> None:
        with book.transaction():
            book.personal.put([kept(1)])
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert list(all_of("s1")) == []


def test_values_are_read_by_their_key() -> None:
    """Not by going through all of a site, which has a million of them."""
    keeper, some = DbKeeper("s1"), [kept(number) for number in range(20)]
    keeper.put(some)
    with CaptureQueriesContext(connection) as asked:
        keeper.values([one.ref for one in some])
        keeper.claim([one.ref for one in some], "lead:a")
    postgres = connection.vendor == "postgresql"
    by_key = "Index Cond: ((ref)::text = ANY" if postgres else "USING INDEX sqlite_autoindex_ledger_personal_1 (ref=?)"
    with connection.cursor() as cursor:
        if postgres:  # it reads a table as small as this one as a whole
            cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked.captured_queries:
            cursor.execute(f"EXPLAIN {'' if postgres else 'QUERY PLAN'} {query['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
            assert by_key in plan, plan


def test_a_value_is_shown_by_no_more_than_where_it_lies() -> None:
    DbKeeper("s1").put([kept(1)])
    assert kept(1).value not in str(PersonalValue.objects.get())
