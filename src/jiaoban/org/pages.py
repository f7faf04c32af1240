"""人员与角色、本站时钟: people with roles and certificates, for the administrator; the site's clock; one's API keys."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext

from jiaoban.kernel import zones
from jiaoban.kernel.access import Right, Role
from jiaoban.kernel.naming import folded
from jiaoban.org import queries, tokens
from jiaoban.org.door import clock
from jiaoban.org.models import ApiToken
from jiaoban.org.rules import zone_names
from jiaoban.org.tables import Person
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.parse import page_start
from jiaoban.web.visit import page

NAME_LENGTH = 80
MOST_TOKENS = 20
A_PAGE = 100
"""People on one page."""


@page()
def people(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the people of the site by crew, `A_PAGE` at once from number `first` on; those who left only with
    `?left=1`, with `q` those who have this text in their name or account."""
    left, search = request.GET.get("left") == "1", request.GET.get("q", "").strip()[:100]
    piece = folded(search)
    found = [one for one in queries.people(desk.book, everybody=left) if piece in one.finding]
    found.sort(key=lambda one: (one.crew or "~", one.name))
    first = min(page_start(request.GET.get("first", "")), len(found))
    crews: dict[str, list[dict[str, Any]]] = {}
    for one in found[first : first + A_PAGE]:
        name = desk.words(desk.site.crew_name(one.crew)) if one.crew else gettext("不属于班组")
        crews.setdefault(name, []).append(
            {
                "name": one.name,
                "url": desk.url("person", key=one.key),
                "roles": list(_roles(desk, one)),
                "qualifications": sorted({held.qualification for held in one.qualifications}),
                "left": not one.active,
                "phone": one.phone,
            }
        )
    asked = {"left": "1"} if left else {}
    asked |= {"q": search} if search else {}

    def at(start: int) -> str:
        return f"?{urlencode(asked | ({'first': str(start)} if start else {}))}"

    context = {
        "crews": list(crews.items()),
        "left": left,
        "q": search,
        "searchable": bool(search) or len(found) > A_PAGE,
        "span": {"first": first + 1, "last": min(first + A_PAGE, len(found)), "all": len(found)},
        "before_url": at(max(0, first - A_PAGE)) if first else "",
        "after_url": at(first + A_PAGE) if first + A_PAGE < len(found) else "",
        "new_url": desk.url("person_new") if desk.actor.may_everywhere(Right.ADMINISTER) else "",
    }
    return draw(request, desk, "org/people.html", context)


def _roles(desk: Desk, one: Person) -> Iterable[str]:
    for grant in one.grants:
        role = desk.role(grant.role, grant.post or "")
        yield f"{role} · {desk.post_names.get(grant.post, grant.post)}" if grant.post else role


@page(Right.ADMINISTER)
def person_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new person."""
    form = desk.form(
        "org.add_person",
        label=gettext("添加"),
        form_id="person-new",
        next_url=desk.url("people"),
        options={"crew": _crews(desk)},
        help={
            "person": gettext("以后不变的代码，用小写字母，如 lixiaoming"),
            "username": gettext("留空则此人不登录；账号由管理员用命令行建立"),
        },
    )
    return draw(request, desk, "org/person_new.html", {"form": form})


@page()
def person(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a person: roles, certificates, and the administrator's forms."""
    one = queries.person(desk.book, key)
    today = queries.local_day(desk.book, desk.now)
    administers = desk.actor.may_everywhere(Right.ADMINISTER)
    facts = [
        {"name": gettext("班组"), "words": desk.words(desk.site.crew_name(one.crew)) if one.crew else "—"},
        {"name": gettext("电话"), "words": one.phone or "—"},
        {"name": gettext("登录名"), "words": one.username or "—"},
        {"name": gettext("状态"), "words": gettext("在岗") if one.active else gettext("已离开")},
    ]
    roles = [
        {"name": name, "revoke": _revoke(desk, one, number) if administers else None}
        for number, name in enumerate(_roles(desk, one))
    ]
    context = {
        "one": one,
        "facts": facts,
        "roles": roles,
        "qualifications": [
            {"held": held, "valid": held.valid_on(today)}
            for held in sorted(one.qualifications, key=lambda held: (held.qualification, held.valid_from))
        ],
        "forms": _forms(desk, one) if administers else [],
    }
    return draw(request, desk, "org/person.html", context)


def _revoke(desk: Desk, one: Person, number: int) -> Form:
    grant = one.grants[number]
    fixed = {"person": one.key, "role": str(grant.role)} | ({"post": grant.post} if grant.post else {})
    form_id = f"revoke-{number}"
    return desk.form("org.revoke", label=gettext("收回"), fixed=fixed, form_id=form_id, tone="danger", draft=False)


def _forms(desk: Desk, one: Person) -> list[tuple[str, Form]]:
    fixed = {"person": one.key}
    posts = [(key, name) for key, name in desk.post_names.items()]
    held = sorted({held.qualification for held in one.qualifications})
    roles = [(str(role), desk.role(role)) for role in Role]
    return [
        (
            gettext("授予角色"),
            desk.form(
                "org.grant",
                label=gettext("授予"),
                fixed=fixed,
                form_id="grant",
                options={"role": roles, "post": posts},
            ),
        ),
        (
            gettext("上岗资格"),
            desk.form("org.qualify", label=gettext("登记资格"), fixed=fixed, form_id="qualify"),
        ),
        (
            gettext("终止资格"),
            desk.form(
                "org.disqualify",
                label=gettext("终止资格"),
                fixed=fixed,
                form_id="disqualify",
                tone="danger",
                options={"qualification": [(name, name) for name in held]},
            ),
        ),
        (
            gettext("修改资料"),
            desk.form(
                "org.change_person",
                label=gettext("保存"),
                fixed=fixed,
                form_id="change",
                options={"crew": _crews(desk)},
                given={
                    "name": one.name,
                    "username": one.username,
                    "crew": one.crew,
                    "phone": one.phone,
                    "active": one.active,
                },
            ),
        ),
    ]


def _crews(desk: Desk) -> list[tuple[str, str]]:
    return [(crew.crew, desk.words(crew.name)) for crew in desk.site.crews]


@page()
def site_clock(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show by which zone the site's clock goes, and each move of it; the administrator moves it here."""
    now = desk.now.astimezone(zones.clock_of(desk.zone))
    told = {one.from_at: one for one in queries.clock_moves(desk.book)}
    form = desk.form(
        "org.move_clock",
        label=gettext("拨钟"),
        form_id="move-clock",
        options={"zone": _zones(desk.now)},
        help={
            "zone": gettext("换用的时区，按与 UTC 的时差排列"),
            "from_at": gettext("按换时区之前的钟点；不填则从下一分钟起"),
        },
    )
    context = {
        "facts": [
            {"name": gettext("现在"), "words": f"{now:%H:%M}"},
            {"name": gettext("时区"), "words": _zone_label(zones.name_at(desk.zone, desk.now), desk.now)},
        ],
        "moves": [
            {
                **shown.clock_move(one),
                "label": _zone_label(one.to, one.at),
                "to_come": one.at > desk.now,
                "day": one.at.astimezone(zones.clock_of(one.was)),
                "person": desk.name(told[one.at].by),
                "reason": told[one.at].reason,
            }
            for one in reversed(zones.moves(desk.zone))
        ],
        "form": form if desk.actor.may_everywhere(Right.ADMINISTER) else None,
    }
    return draw(request, desk, "org/clock.html", context)


def _zones(at: datetime) -> list[tuple[str, str]]:
    """Return the zones to choose from, from west to east."""
    found = sorted((at.astimezone(zones.clock_of(one)).utcoffset() or timedelta(0), one) for one in zone_names())
    return [(one, _zone_label(one, at)) for _, one in found]


def _zone_label(zone: str, at: datetime) -> str:
    offset = f"{at.astimezone(zones.clock_of(zone)):%z}"
    return f"UTC{offset[:3]}:{offset[3:5]} {zone}"


@page(methods=("GET", "POST"))
def api_tokens(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the visitor's own API keys; make one, which is shown this once."""
    assert isinstance(request.user, User)
    key, error = "", ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:NAME_LENGTH]
        standing = ApiToken.objects.filter(user=request.user, revoked_at=None).count()
        if not name:
            error = gettext("请填写用途。")
        elif standing >= MOST_TOKENS:
            error = gettext("密钥太多，请先停用不用的。")
        else:
            _, key = tokens.issue(request.user, name, clock.now())
    found = list(ApiToken.objects.filter(user=request.user, revoked_at=None))
    context = {"tokens": found, "key": key, "error": error}
    response = draw(request, desk, "org/tokens.html", context, status=422 if error else 200)
    if key:
        response.headers["Cache-Control"] = "no-store"
    return response


@page(methods=("POST",))
def token_revoke(request: HttpRequest, desk: Desk, number: int) -> HttpResponseBase:
    """End one of the visitor's own keys."""
    token = ApiToken.objects.filter(user=request.user.pk, pk=number).first()
    if token is None:
        raise Http404("no such key")
    tokens.revoke(token, clock.now())
    return HttpResponseRedirect(desk.url("tokens"))


urlpatterns = [
    path("s/<slug:site>/people", people, name="people"),
    path("s/<slug:site>/people/new", person_new, name="person_new"),
    path("s/<slug:site>/people/<slug:key>", person, name="person"),
    path("s/<slug:site>/clock", site_clock, name="site_clock"),
    path("s/<slug:site>/tokens", api_tokens, name="tokens"),
    path("s/<slug:site>/tokens/<int:number>/revoke", token_revoke, name="token_revoke"),
]
