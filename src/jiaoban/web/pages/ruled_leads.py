"""What a regime says about customers, in words, for the page of the regime."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Role
from jiaoban.regime.leads import Contacts, Leads, Level
from jiaoban.regime.pack import Pack
from jiaoban.web.answer import role
from jiaoban.web.desk import Desk
from jiaoban.web.pages.ruled_owners import owner_rules

_ROLES: dict[Level, Role] = {"operator": Role.OPERATOR, "supervisor": Role.SUPERVISOR, "head": Role.HEAD}


def lead_rules(desk: Desk, said: Leads, pack: Pack) -> Iterable[tuple[str, dict[str, Any]]]:
    """Return (clause id, rule in words) of every rule about customers, in the order of the file."""
    title = gettext("联系客户前先查号码：谁联系过、什么时候、结果怎样")
    details = list(_contacts(desk, said.contacts, pack))
    yield said.contacts.clause, {"part": gettext("客户"), "title": title, "details": details}
    yield from owner_rules(desk, said)


def _contacts(desk: Desk, rule: Contacts, pack: Pack) -> Iterable[str]:
    def who(level: Level) -> str:
        return desk.words(role(_ROLES[level], pack))

    yield gettext("联系方式：{words}").format(words=desk.tongue.all_of(desk.words(one.title) for one in rule.means))
    yield gettext("联系结果：{words}").format(words=desk.tongue.all_of(desk.words(one.title) for one in rule.results))
    if rule.sources:
        yield gettext("来源：{words}").format(words=desk.tongue.all_of(desk.words(one.title) for one in rule.sources))
    yield gettext("{who}可以看完整号码，每次都记录").format(who=who(rule.reveals))
    yield gettext("{who}可以导出完整号码").format(who=who(rule.exports))
    yield gettext("{who}按客户要求删除资料").format(who=who(rule.erases))
