"""What can be imported: the columns of each kind, by the heads that people write over them, and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jiaoban.kernel.access import Role
from jiaoban.plant.terms import CUSTODY_KINDS

Cell = Callable[[str], Any]
YES = frozenset({"是", "y", "yes", "1", "true", "√", "在册", "在用", "在岗"})
NO = frozenset({"否", "n", "no", "0", "false", "×", "停用", "报废", "离岗"})
ROLES = {
    "值班员": Role.OPERATOR,
    "值长": Role.SUPERVISOR,
    "班长": Role.SUPERVISOR,
    "部门负责人": Role.HEAD,
    "管理员": Role.ADMINISTRATOR,
    "制度编写人": Role.AUTHOR,
    "审计": Role.AUDITOR,
    "审计员": Role.AUDITOR,
    "集团": Role.GROUP,
    "集团人员": Role.GROUP,
    "operator": Role.OPERATOR,
    "shift supervisor": Role.SUPERVISOR,
    **{role.value.lower(): role for role in Role},
}
_KINDS = {
    **{words.zh: kind for kind, words in CUSTODY_KINDS.items()},
    **{words.en.lower(): kind for kind, words in CUSTODY_KINDS.items()},
    **{kind.lower(): kind for kind in CUSTODY_KINDS},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field that it fills, the heads that it may have, how a cell is read; `needed`: it must be there."""

    field: str
    heads: tuple[str, ...]
    read: Cell = str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. `key` is the field that names a line; where it is left out, it is made of `key_from`."""

    name: str
    key: str
    key_from: str
    at_post: bool
    columns: tuple[Column, ...]

    def column(self, head: str) -> Column | None:
        """Return the column that has this head, or None."""
        wanted = plain(head)
        return next((one for one in self.columns if wanted in map(plain, one.heads)), None)


def plain(head: str) -> str:
    """Return a head without what people add to it: case, width, spaces, marks, remarks in brackets."""
    text = unicodedata.normalize("NFKC", head).casefold()
    return re.sub(r"\(.*?\)|[\s*_:/-]", "", text)


def yes_or_no(cell: str) -> Any:
    """Return what a cell says; what is neither is returned as it is, for the verb to refuse."""
    word = cell.casefold()
    return True if word in YES else False if word in NO else cell


def one_of(words: Mapping[str, Any]) -> Cell:
    """Return a reader of a closed list of words."""
    return lambda cell: words.get(cell.casefold(), cell)


def several(cell: str) -> list[str]:
    """Return the parts of a cell that lists several things."""
    return [part for part in re.split(r"[、,，;；/\s]+", cell) if part]


def day(cell: str) -> str:
    """Return a day in the one form that verbs read: 2026/1/5, 2026.1.5 and 2026年1月5日 are 2026-01-05."""
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", cell)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else cell


_IN_USE = Column("in_use", ("在册", "在用", "是否在用", "in use"), yes_or_no)
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "equipment",
            key="equipment",
            key_from="code",
            at_post=True,
            columns=(
                Column("equipment", ("设备键", "键", "key", "equipment")),
                Column("code", ("编号", "设备编号", "代码", "code", "number"), needed=True),
                Column("name", ("名称", "设备名称", "name"), needed=True),
                Column("parent", ("上级设备", "上级", "所属设备", "parent", "part of")),
                Column("kind", ("类型", "设备类型", "类别", "kind", "type")),
                _IN_USE,
            ),
        ),
        Kind(
            "custody",
            key="custody_item",
            key_from="name",
            at_post=True,
            columns=(
                Column("custody_item", ("物品键", "键", "key", "custody item")),
                Column("name", ("名称", "物品名称", "物品", "name", "thing"), needed=True),
                Column("kind", ("种类", "类别", "类型", "kind", "type"), one_of(_KINDS), needed=True),
                Column("expected", ("应有数量", "数量", "应有", "expected", "quantity"), needed=True),
                Column("note", ("说明", "备注", "note", "remark")),
                _IN_USE,
            ),
        ),
        Kind(
            "parameters",
            key="parameter",
            key_from="name",
            at_post=True,
            columns=(
                Column("parameter", ("参数键", "键", "key", "parameter")),
                Column("name", ("名称", "参数名称", "参数", "name"), needed=True),
                Column("unit", ("单位", "unit")),
                Column("group", ("分组", "组", "group"), needed=True),
                Column("low", ("下限", "low", "low limit")),
                Column("high", ("上限", "high", "high limit")),
                Column("lowest", ("可信下限", "lowest", "lowest plausible")),
                Column("highest", ("可信上限", "highest", "highest plausible")),
                Column("decimals", ("小数位", "小数位数", "decimals")),
                Column("equipment", ("设备", "所属设备", "equipment")),
                _IN_USE,
            ),
        ),
        Kind(
            "people",
            key="person",
            key_from="username",
            at_post=False,
            columns=(
                Column("person", ("人员代码", "代码", "工号", "键", "key", "person"), str.lower),
                Column("name", ("姓名", "名称", "name"), needed=True),
                Column("username", ("登录名", "账号", "username", "account")),
                Column("crew", ("班组", "值别", "班值", "crew")),
                Column("phone", ("电话", "手机", "联系电话", "phone", "telephone")),
                Column("active", ("在岗", "active"), yes_or_no),
                Column("roles", ("角色", "role", "roles"), several),
                Column("posts", ("岗位", "post", "posts"), several),
                Column("qualifications", ("上岗资格", "资格", "qualification", "qualifications"), several),
                Column("number", ("证号", "证书编号", "certificate", "number")),
                Column("valid_from", ("生效日", "生效日期", "发证日期", "valid from"), day),
                Column("valid_to", ("失效日", "失效日期", "valid to"), day),
                Column("valid_through", ("有效期至", "有效期", "valid until", "valid through"), day),
            ),
        ),
    )
}


def made_key(text: str) -> str:
    """Return a key made of a code or name: letters, digits, `_` and `-` stay, everything else becomes `-`."""
    return re.sub(r"[^\w-]+", "-", text.strip()).strip("-")[:60]
