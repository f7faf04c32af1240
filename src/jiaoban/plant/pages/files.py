"""Permits, orders, custody and loans as files to be saved."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.handover import queries as handover
from jiaoban.handover.blind import Sight, sight
from jiaoban.kernel.access import Right
from jiaoban.plant import queries
from jiaoban.plant.pages.works import KINDS, people
from jiaoban.plant.places import write
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import CUSTODY_KINDS
from jiaoban.web.desk import Desk
from jiaoban.web.sheets import moment, sheet
from jiaoban.web.visit import page

BACK = timedelta(days=93)
"""How far back a file of permits and orders, or of loans, looks."""


@page()
def works_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the permits, switching orders, orders and work faces that are open or were touched in a quarter."""
    found = [one for one in queries.current_matters(desk.book, desk.post, desk.now - BACK) if one.kind in KINDS]
    return sheet(desk, f"{desk.post}-works", form, _works(desk, found))


def _works(desk: Desk, found: Iterable[Matter]) -> Iterable[list[str]]:
    yield [
        gettext("种类"),
        gettext("编号"),
        gettext("标题"),
        gettext("状态"),
        gettext("登记时间"),
        gettext("结束时间"),
        gettext("有效期自"),
        gettext("有效期至"),
        gettext("超过有效期"),
        gettext("人员"),
        gettext("操作项数"),
        gettext("已操作"),
        gettext("进度（%）"),
        gettext("复诵"),
        gettext("汇报"),
    ]
    for one in found:
        yield [
            desk.words(one.life.name),
            one.number,
            one.title,
            desk.words(one.life.states[one.state]),
            moment(desk, one.opened_at),
            moment(desk, one.closed_at),
            moment(desk, one.valid_from),
            moment(desk, one.valid_to),
            gettext("是") if one.overrun(desk.now) else "",
            desk.tongue.part.join(f"{person['role']} {person['name']}" for person in people(desk, one)),
            str(len(one.steps)) if one.steps else "",
            str(one.steps_done) if one.steps else "",
            "" if one.percent is None else str(one.percent),
            f"{one.read_back.who} → {one.read_back.to}{desk.tongue.colon}{one.read_back.words}"
            if one.read_back
            else "",
            f"{one.reported.to}{desk.tongue.colon}{one.reported.words}" if one.reported else "",
        ]


@page(Right.SUPERVISE)
def custody_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the register of custody with what is lent of it; a supervisor who counts blind does so here as well."""
    out = queries.loans(desk.book, desk.post)
    running = handover.current(desk.book, desk.post)
    seen = sight(desk.book, desk.post, desk.actor, desk.packs(running.regime) if running else desk.rule_book())
    return sheet(desk, f"{desk.post}-custody", form, _custody(desk, {one.custody_item for one in out}, seen))


def _custody(desk: Desk, lent: set[str], seen: Sight) -> Iterable[list[str]]:
    yield [
        gettext("物品"),
        gettext("种类"),
        gettext("应有"),
        gettext("编号"),
        gettext("存放位置"),
        gettext("上次认定"),
        gettext("认定时间"),
        gettext("借出未还"),
        gettext("借给"),
        gettext("用于"),
        gettext("归还时限"),
        gettext("逾期"),
    ]
    for item in queries.custody(desk.book, desk.post):
        loans = queries.loans_of(desk.book, item.key) if item.key in lent else []
        sees = seen.sees(item.key)
        yield [
            item.name,
            desk.words(CUSTODY_KINDS[item.kind]),
            str(item.expected) if sees else "",
            "、".join(item.numbers) if sees else "",
            write(item.places) if sees else "",
            str(item.agreed) if sees and item.agreed is not None else "",
            moment(desk, item.agreed_at),
            str(sum(one.left for one in loans)) if loans else "",
            desk.tongue.part.join(one.to for one in loans),
            desk.tongue.part.join(one.purpose for one in loans),
            desk.tongue.part.join(moment(desk, one.due_at) for one in loans),
            gettext("是") if any(one.overdue(desk.now) for one in loans) else "",
        ]
