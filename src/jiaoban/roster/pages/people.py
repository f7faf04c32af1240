"""A month by people: a line a person, a column a day; whoever supervises changes it by key, by drag, by touch."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.away import away
from jiaoban.kernel.shifts import local
from jiaoban.org import queries as org
from jiaoban.org.tables import Post
from jiaoban.roster import queries
from jiaoban.roster.absent import days_away
from jiaoban.roster.grid import by_person
from jiaoban.roster.grid_tables import CHANGES
from jiaoban.roster.pages.frame import Kind, Month, kinds, marked_days, may_change, tabs
from jiaoban.roster.rules import Turn
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw, usual_post
from jiaoban.web.visit import page

LAST = 5
"""So many changes are listed to be undone."""


@page()
def at_post(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the people of a post, day by day of a month (`?month=2026-11`), with what they do elsewhere."""
    return _draw(request, desk, [org.post(desk.book, desk.post)])


@page()
def everywhere(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show everybody of the site, post by post, as far as the reader may see the posts."""
    return _draw(request, desk, [one for one in org.posts(desk.book) if desk.may(Right.READ, one.key)])


def _draw(request: HttpRequest, desk: Desk, posts: Sequence[Post]) -> HttpResponse:
    today = org.local_day(desk.book, desk.now)
    month = Month.asked(request.GET.get("month", ""), today)
    readable = [one for one in org.posts(desk.book) if desk.may(Right.READ, one.key)]
    turns = queries.everywhere(desk.book, readable, desk.zone, month.first, month.after)
    here = {post.key for post in posts}
    shown = kinds(desk, (turn.shift for turn in turns if turn.post in here))
    begin, end = (local(day, time(), desk.zone) for day in (month.first, month.after))
    gone = days_away(away(desk.book, begin, end), desk.zone)
    table = _Table(desk, month.days, turns, {one.code: one for one in shown}, gone)
    only = request.GET.get("row", "")
    people = {
        post.key: queries.people_of(desk.book, post.key, (one for one in turns if one.post == post.key))
        for post in posts
    }
    desk.names.learn(person for listed in people.values() for person in listed)
    groups = [_group(desk, table, post, people[post.key], only) for post in posts]
    context = {
        **month.shown(),
        "month_text": month.text,
        "tabs": tabs(desk, "people" if desk.at else "all", month.text, usual_post(request, desk)),
        "days": marked_days(desk, month.days, today),
        "groups": [one for one in groups if one["rows"]],
        "kinds": shown,
        "may": any(one["may"] for one in groups),
        "columns": len(month.days) + 1,
        "of_site": desk.at is None,
        "elsewhere": desk.at is not None and table.met_elsewhere,
        "excepted": table.met_exception,
        "absent": table.met_absent,
    }
    if only:
        return draw(request, desk, "roster/rows.html", context)
    if desk.at:
        may = bool(context["may"])
        context["changes"] = _changes(desk, may=may) if desk.can(Right.SUPERVISE) else []
        context["file_url"] = f"{desk.url('roster_file')}?month={month.text}"
        context["import_url"] = f"{desk.url('roster_import')}?month={month.text}" if may else ""
    return draw(request, desk, "roster/people.html", context)


def _group(desk: Desk, table: "_Table", post: Post, people: Sequence[str], only: str) -> dict[str, Any]:
    wanted = [one for one in people if not only or only == f"{post.key}.{one}"]
    return {
        "post": post.key,
        "name": desk.words(post.name),
        "url": desk.url("roster_people", post=post.key),
        "may": may_change(desk, post.key),
        "do": f"/api/v1/sites/{desk.site.code}/posts/{post.key}/roster/",
        "rows": [(one, desk.name(one), one == desk.actor.person, table.row(post.key, one)) for one in wanted],
    }


class _Table:
    """Draws the cells of a grid: ten thousand of them, of a few dozen kinds, so each kind is drawn once."""

    def __init__(
        self,
        desk: Desk,
        days: Sequence[date],
        turns: Iterable[Turn],
        shown: dict[str, Kind],
        gone: Mapping[str, frozenset[date]],
    ) -> None:
        self.days, self.kinds, self.gone = days, shown, gone
        self.due = by_person(turns)
        self.posts = desk.post_names
        self.drawn: dict[tuple[Any, ...], str] = {(): '<td data-shift=""></td>'}
        self.met_elsewhere = self.met_exception = self.met_absent = False
        self.words, self.called = gettext("在 {post}"), desk.words
        self.absent = f'<i class="absent" title="{escape(gettext("已批准离岗"))}">{escape(gettext("离"))}</i>'

    def row(self, post: str, person: str) -> SafeString:
        """Return the cells of a person at a post."""
        due, gone = self.due.get(person, {}), self.gone.get(person, frozenset())
        self.met_absent = self.met_absent or bool(gone)
        return SafeString("".join(self._cell(post, due.get(day, ()), absent=day in gone) for day in self.days))

    def _cell(self, post: str, turns: Iterable[Turn], *, absent: bool) -> str:
        key = tuple((one.post, one.shift.code, one.exception is not None) for one in turns)
        asked = (post, absent, *key) if key or absent else ()
        if asked not in self.drawn:
            self.drawn[asked] = self._made(post, list(turns), absent=absent)
        return self.drawn[asked]

    def _made(self, post: str, turns: list[Turn], *, absent: bool) -> str:
        own = [one for one in turns if one.post == post]
        elsewhere = [one for one in turns if one.post != post]
        parts = [self._mark(one) for one in own]
        for one in elsewhere:
            self.met_elsewhere = True
            where = self.words.format(post=self.posts.get(one.post, one.post))
            parts.append(f'<i title="{escape(where)}">{self._mark(one)}＊</i>')
        excepted = any(one.exception for one in own)
        self.met_exception = self.met_exception or excepted
        kind = self.kinds.get(own[0].shift.code) if own else None
        tone = f"tone-{kind.tone}" if kind else "away" if turns else "gone"
        if absent:
            parts.append(self.absent)
        codes = escape(" ".join(one.shift.code for one in own))
        dot = "<b>•</b>" if excepted else ""
        return f'<td class="{tone}" data-shift="{codes}">{"".join(parts)}{dot}</td>'

    def _mark(self, turn: Turn) -> str:
        kind = self.kinds.get(turn.shift.code)
        return escape(kind.mark if kind else self.called(turn.shift.name)[:1])


def _changes(desk: Desk, *, may: bool) -> list[dict[str, Any]]:
    """Return the last changes of the post's grid, each with the form that undoes it for whoever may."""
    found = desk.book.find(CHANGES, order=("-at",), limit=LAST, post=desk.post)
    refused = desk.answer.form if desk.answer else ""
    return [
        {
            "one": one,
            "who": desk.name(one.by),
            "cells": len(one.cells),
            "undo": None
            if one.undone or not may
            else desk.form(
                "roster.undo",
                label=gettext("撤销改动"),
                tone="",
                form_id=f"undo-{one.seq}",
                fixed={"change": one.key, "reason": "", **({} if refused == f"undo-{one.seq}" else {"despite": ""})},
                draft=False,
            ),
        }
        for one in found
    ]
