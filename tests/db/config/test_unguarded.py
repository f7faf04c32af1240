"""A book without its triggers is not served; but the commands that find out and mend it still run."""

import pytest
from django.db import connection

from jiaoban.config.database import Misconfigured
from jiaoban.config.start import UNGUARDED, check_database
from jiaoban.ledger import checks, triggers

pytestmark = pytest.mark.django_db


def test_a_book_without_its_triggers_is_refused_except_to_those_who_mend_it() -> None:
    check_database()
    with triggers.removed(connection):
        with pytest.raises(Misconfigured, match="not guarded"):
            check_database()
        check_database(guarded=False)
    check_database()


def test_the_check_that_may_be_passed_over_is_the_one_about_triggers() -> None:
    with triggers.removed(connection):
        assert [one.id for one in checks.triggers_stand(databases=["default"])] == [UNGUARDED]
