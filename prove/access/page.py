"""docs/reference/access.md: made of what the code declares, reviewed, committed, and read again by the proof."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from jiaoban.demo.cast import Member
from jiaoban.kernel.access import RIGHTS, Right, Role
from prove.access.people import NOBODY, OUTSIDER, PEOPLE, PLACES, WHO
from prove.access.routes import Route, declared

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "access.md"
YES, NO, ABSENT, LOGIN = "yes", "403", "404", "login"
Cells = tuple[str, str, str]
NAMES = {NOBODY: "nobody 未登录", OUTSIDER: "outsider 外站"}
HEAD = """# Access 谁可以做什么

Every address and method that the program has, and who may use it. Made by `.venv/bin/python -m prove.access` from the
rights that the code declares, read by people, and compared with real requests by `bin/prove authorisation`.
本页由代码所声明的权限生成，经人工审阅，并由 `bin/prove authorisation` 用真实请求逐条核对。

## Who 谁

`OPERATOR` has the role at the control room of 云峰 only, the other roles of 云峰 are for the whole site; `GROUP`
belongs to 云峰 and 清溪. The outsider is operator and administrator of 清溪 and has no part in 云峰. A cell says what
each comes to at three places: the control room of 云峰, the patrol post of 云峰, the control room of 清溪. Where the
three are the same it stands once.

`yes`: answered; a verb is carried out, or refused by its rules. `login`: led to the login (pages) or 401 (API).
`404`: it does not exist for them. `403`: it exists, the right is missing. Pages answer HEAD as GET; other methods that
are not listed are answered 405. `any`: whatever the method, not more than this (or 405, or the methods to OPTIONS).

"""
MEANINGS = {
    "anybody": "without a login",
    "listener": "READ somewhere at the site; nobody is led to a login from here",
    "login": "an account; what is shown is one's own",
    "own factor": "an account that has such a second factor; none of these has one",
    "site": "READ somewhere at the site",
    "post": "READ at the post",
    "no such thing": "a verb of a post has no address at the site",
    "nothing": "no such address",
    "site, the program": "READ somewhere at the site, and then only the program itself",
    "post, the program": "READ at the post, and then only the program itself",
    "doer or AUDIT": "READ somewhere at the site; whoever did the act, or AUDIT for the whole site",
    "signer or AUDIT": "READ at the post; who took part in the handover, or AUDIT",
    "post, concerned or SUPERVISE": "READ at the post; whose case it is, or SUPERVISE or OVERSEE there",
    "post, with customers": "READ at the post; WORK, SUPERVISE or OVERSEE there, else there is no such thing",
    "demo site": "READ somewhere at a demo site of a demo installation",
}


def table(routes: list[Route]) -> str:
    """Return the page for these routes."""
    kinds = sorted({one.asks for one in routes if one.asks})
    titles = [NAMES.get(who, f"`{who}`") for who in WHO]
    lines = [f"| asks for | meaning | {' | '.join(titles)} |", "|---|---|" + "---|" * len(WHO)]
    for asks in kinds:
        cells = [" / ".join(one) if len(set(one)) > 1 else one[0] for one in (expected(asks)[who] for who in WHO)]
        lines.append(f"| {asks} | {MEANINGS.get(asks) or _meaning(asks)} | {' | '.join(cells)} |")
    for title, members in groupby(sorted(routes, key=lambda one: (_part(one), one)), key=_part):
        lines += ["", f"## {title.partition(' ')[2]}", "", "| method | address | asks for |", "|---|---|---|"]
        lines += [f"| {one.method} | `{one.address}` | {one.asks} |" for one in members]
    return HEAD + "\n".join(lines) + "\n"


def _part(route: Route) -> str:
    if route.address.startswith("/api/"):
        return "3 API: verbs 接口：办事" if route.verb else "2 API: reading 接口：查看"
    if route.verb:
        at_post = "{post}" in route.address
        return "4 Forms of a post 岗位的表单" if at_post else "5 Forms of a site 站点的表单"
    return "1 Accounts 账号" if route.address.startswith("/accounts/") else "0 Pages 页面"


def _meaning(asks: str) -> str:
    where, _, right = asks.rpartition(" ")
    said = {
        "post": f"READ and {right} at the post",
        "site": f"{right} somewhere at the site",
        "whole site": f"{right} for the whole site",
        "post and whole site": f"READ at the post, {right} for the whole site",
    }
    return said[where]


def expected(asks: str) -> Mapping[str, Cells]:
    """Return what everybody comes to at each place, by the roles and rights of jiaoban/kernel/access.py."""
    one, two, three = ({who: _cell(asks, who, PEOPLE.get(who), site, post) for who in WHO} for site, post in PLACES)
    return {who: (one[who], two[who], three[who]) for who in WHO}


def _cell(asks: str, who: str, member: Member | None, site: str, post: str) -> str:
    if asks in ("anybody", "nothing"):
        return YES if asks == "anybody" else ABSENT
    if member is None:
        return ABSENT if asks == "listener" else LOGIN
    if asks in ("login", "own factor"):
        return YES if asks == "login" else ABSENT
    demo, asks = asks.startswith("demo "), asks.removeprefix("demo ").replace("listener", "site")
    grants = _grants(who, member, site)
    somewhere = {right for role, _ in grants for right in RIGHTS[role]}
    here = {right for role, at in grants if at in (None, post) for right in RIGHTS[role]}
    whole = {right for role, at in grants if at is None for right in RIGHTS[role]}
    at_post = asks.startswith(("post", "signer"))
    seen = Right.READ in (here if at_post else somewhere)
    if not seen or asks == "no such thing" or (demo and site != PLACES[0][0]):
        return ABSENT
    if asks.endswith("the program"):
        return NO
    if asks.endswith("or AUDIT"):
        return YES if Right.AUDIT in (here if at_post else whole) else ABSENT
    if asks.endswith("or SUPERVISE"):  # none of these people has a case
        return YES if {Right.SUPERVISE, Right.OVERSEE} & here else ABSENT
    if asks.endswith("with customers"):
        return YES if {Right.WORK, Right.SUPERVISE, Right.OVERSEE} & here else ABSENT
    right = Right(asks.rpartition(" ")[2]) if " " in asks else Right.READ
    held = whole if "whole" in asks else here
    return YES if right in (somewhere if asks.startswith("site") else held) else NO


def _grants(who: str, member: Member, site: str) -> list[tuple[Role, str | None]]:
    home = {OUTSIDER: (PLACES[2][0],), Role.GROUP: (PLACES[0][0], PLACES[2][0])}
    return list(member.roles) if site in home.get(who, (PLACES[0][0],)) else []


def committed() -> tuple[dict[str, Mapping[str, Cells]], dict[tuple[str, str], str]]:
    """Read the page: the cells by what is asked for, and what is asked for by (method, address)."""
    cells: dict[str, Mapping[str, Cells]] = {}
    routes: dict[tuple[str, str], str] = {}
    for columns in _rows(PAGE.read_text(encoding="utf-8")):
        if len(columns) == 2 + len(WHO):
            cells[columns[0]] = {who: _three(text) for who, text in zip(WHO, columns[2:], strict=True)}
        elif len(columns) == 3:
            routes[columns[0], columns[1].strip("`")] = columns[2]
    return cells, routes


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        columns = [one.strip() for one in line.strip("|").split("|")]
        if line.startswith("| ") and columns[0] not in ("asks for", "method"):
            yield columns


def _three(text: str) -> Cells:
    said = text.split(" / ")
    one, two, three = said if len(said) == 3 else said * 3
    return one, two, three


def main() -> int:
    """Write the page from the code."""
    routes = declared()
    unknown = [one.address for one in routes if not one.asks]
    if unknown:
        print("Nothing declares what these ask for; see prove/access/routes.py:", *unknown, sep="\n")
        return 1
    PAGE.write_text(table(routes), encoding="utf-8")
    return 0
