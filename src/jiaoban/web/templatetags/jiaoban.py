"""Tags and filters that every page and component uses: `{% load jiaoban %}`."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from html import escape

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import Context
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from jiaoban.web.forms import Form

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one symbol of `icons.svg`; without a label it is hidden from screen readers (a word stands beside it)."""
    return _drawn(name, str(label))


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str) -> SafeString:
    """Pages draw some hundred symbols, and few different ones."""
    href = f"{static('jiaoban/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def command() -> SafeString:
    """Hidden field with a fresh command id, so that a form sent twice counts once, with or without JavaScript."""
    return format_html('<input type="hidden" name="command" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def unseen(context: Context, form: Form) -> SafeString:
    """Write what a verb's form carries along unseen: token, command id, its own name, where to go, fixed arguments."""
    request = getattr(context, "request", None)  # it is there where `only` has left the other values behind
    named = [("csrfmiddlewaretoken", _token(request))] if request else []
    named += [("command", str(uuid.uuid4())), ("form", form.id), ("next", form.next), ("back", form.back), *form.hidden]
    return SafeString(
        "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">' for name, value in named)
    )


def _token(request: HttpRequest) -> str:
    """Return one token for all forms of a page: a page has dozens, and each mask costs random bytes."""
    kept = request.META.get("jiaoban.token")
    if kept is None:
        kept = request.META["jiaoban.token"] = get_token(request)
    return str(kept)


@register.filter
def weekday(day: date) -> str:
    """Write the weekday of a local day."""
    names = (
        gettext("周一"),
        gettext("周二"),
        gettext("周三"),
        gettext("周四"),
        gettext("周五"),
        gettext("周六"),
        gettext("周日"),
    )
    return names[day.weekday()]


@register.filter
def spell_moment(at: datetime | None, form: str = "time") -> str:
    """Write an aware moment in the active zone; forms: time, second, day, date, full (with the weekday), year."""
    return "" if at is None else _spelled(at, form, timezone.get_current_timezone(), get_language())


@lru_cache(maxsize=4096)
def _spelled(at: datetime, form: str, zone: tzinfo, language: str | None) -> str:
    """Live pages show the same moments again and again."""
    del language  # in which gettext answers
    local = at.astimezone(zone)
    if form in {"time", "second"}:
        return f"{local:%H:%M}" if form == "time" else f"{local:%H:%M:%S}"
    day = _day(local)
    if form == "date":
        return gettext("{day} {weekday}").format(day=day, weekday=weekday(local))
    if form == "day":
        return f"{day} {local:%H:%M}"
    if form == "year":
        return gettext("{year}年{day} {time}").format(year=local.year, day=day, time=f"{local:%H:%M:%S}")
    return gettext("{day} {time} {weekday}").format(day=day, time=f"{local:%H:%M}", weekday=weekday(local))


def _day(day: date) -> str:
    return dateformat.format(day, gettext("n月j日"))


@register.filter
def spell_day(day: date) -> str:
    """Write a local day without its year."""
    return _day(day)


@register.filter
def spell_date(day: date | None) -> str:
    """Write a local day with its year, as people write it: 2026年12月1日; nothing for no day."""
    return "" if day is None else dateformat.format(day, gettext("Y年n月j日"))


@register.filter
def spell_month(day: date) -> str:
    """Write the month of a day: 2026年12月."""
    return gettext("{year}年{month}月").format(year=day.year, month=day.month)


@register.simple_tag
def moment(at: datetime | None, form: str = "time") -> SafeString | str:
    """As `spell_moment`, inside a `<time>` element whose title tells the whole moment."""
    if at is None:
        return ""
    year, said = spell_moment(at, "year"), spell_moment(at, form)
    return SafeString(f'<time datetime="{at.isoformat()}" title="{escape(year)}">{escape(said)}</time>')


@register.filter
def spell_duration(span: timedelta | None) -> str:
    """Write a length of time in words, to the minute, the sign left out: 2 小时 5 分."""
    if span is None:
        return ""
    minutes = int(abs(span).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    words = []
    if days:
        words.append(ngettext("{n} 天", "{n} 天", days).format(n=days))
    if hours:
        words.append(ngettext("{n} 小时", "{n} 小时", hours).format(n=hours))
    if minutes or not words:
        words.append(ngettext("{n} 分", "{n} 分", minutes).format(n=minutes))
    return " ".join(words)
