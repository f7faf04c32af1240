"""What is lent out of custody, as a part of its page: who has it, for what, until when; lend, take back."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.plant import queries
from jiaoban.plant.pages.works import site_people
from jiaoban.plant.tables import Loan
from jiaoban.plant.terms import CONDITIONS
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form, Options


def loans(desk: Desk, out: list[Loan]) -> list[dict[str, Any]]:
    """Return what is out, the first due at the top, with the form to take it back."""
    names = {one.key: one.name for one in queries.custody(desk.book, desk.post)} if out else {}
    return [_loan(desk, one, names) for one in out]


def _loan(desk: Desk, one: Loan, names: dict[str, str]) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": names.get(one.custody_item, one.custody_item),
        "number": one.left,
        "numbers": one.numbers_left,
        "to": one.to,
        "outside": not one.person,
        "purpose": one.purpose,
        "matter_url": desk.url("matter", key=one.matter) if one.matter else "",
        "at": one.at,
        "by": desk.name(one.by),
        "due_at": one.due_at,
        "overdue": one.overdue(desk.now),
        "damaged": one.damaged,
        "imported": one.imported,
        "form": _back(desk, one) if desk.can(Right.WORK) else None,
    }


def _back(desk: Desk, one: Loan) -> Form:
    return desk.form(
        "plant.bring_back",
        label=gettext("归还"),
        fixed={"loan": one.key},
        form_id=f"back-{one.key}",
        only=(
            "number",
            *(("numbers",) if one.numbers else ()),
            *(("place",) if one.place else ()),
            "condition",
            "note",
        ),
        given={"number": one.left, "numbers": ["，".join(one.numbers_left)], "place": one.place},
        options={"condition": [(code, desk.words(words)) for code, words in CONDITIONS.items()]},
        kinds={"numbers": "text"},
        tone="",
    )


def lend_form(desk: Desk, things: Options) -> Form:
    """Return the form by which things are lent; the open permits and switching orders can be named."""
    works = queries.matters(desk.book, desk.post, kinds=("PERMIT", "SWITCHING", "WORKFACE"), open=True)
    return desk.form(
        "plant.lend",
        label=gettext("借出"),
        form_id="lend",
        options={
            "custody_item": things,
            "person": site_people(desk),
            "matter": [(one.key, f"{one.number} {one.title}".strip()) for one in works],
        },
        kinds={"numbers": "text"},
        help={
            "numbers": gettext("按编号管理的才填"),
            "place": gettext("分位置存放、没有编号的才填"),
            "to": gettext("借给外单位的人时填姓名和单位"),
        },
    )
