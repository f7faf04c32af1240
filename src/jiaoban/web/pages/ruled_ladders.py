"""What a regime says about breaches, in words, for the page of the regime."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.regime.ladders import Ladders
from jiaoban.regime.reports import Reports
from jiaoban.web.desk import Desk
from jiaoban.web.laddered import details


def ladder_rules(desk: Desk, said: Ladders, reports: Reports | None) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every ladder, in the order of the file; its conditions name reports."""
    for ladder in said.ladders:
        told = {
            "part": gettext("考核阶梯"),
            "title": desk.words(ladder.title),
            "details": list(details(desk, ladder, said, reports)),
        }
        yield ladder.clause, told
