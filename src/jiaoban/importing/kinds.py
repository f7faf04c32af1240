"""What can be imported: the columns of each kind, by the heads that people write over them, and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jiaoban.importing import identity
from jiaoban.importing.limits import by_mode
from jiaoban.kernel.access import Right, Role
from jiaoban.kernel.words import Words
from jiaoban.order.terms import ASKS
from jiaoban.order.terms import KINDS as ORDER_KINDS
from jiaoban.plant.lives import LIVES
from jiaoban.plant.terms import CONDITIONS, CUSTODY_KINDS, EQUIPMENT_STATES, SEVERITIES
from jiaoban.plant.usecases.naming import BETWEEN

Cell = Callable[[str], Any]
YES = frozenset({"是", "y", "yes", "1", "true", "√", "在册", "在用", "在岗"})
NO = frozenset({"否", "n", "no", "0", "false", "×", "停用", "报废", "离岗"})
ROLES = {
    "值班员": Role.OPERATOR,
    **dict.fromkeys(("值长", "班长"), Role.SUPERVISOR),
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


def known(listed: Mapping[Any, Words]) -> dict[str, Any]:
    """Return the codes of a closed list by every word for them: Chinese, English, the code itself."""
    words = {one.zh: code for code, one in listed.items() if code}
    words |= {one.en.lower(): code for code, one in listed.items() if code}
    return words | {str(code).lower(): code for code in listed if code}


_KINDS = known(CUSTODY_KINDS)
_STATES = known(EQUIPMENT_STATES)
_SEVERITIES = known(SEVERITIES)
_MATTERS = known({kind: life.name for kind, life in LIVES.items()})


def _spoken(words: Iterable[str], language: str) -> list[str]:
    return [word for word in words if word.isascii() is not language.startswith("zh")]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field that it fills, the heads that it may have (the first is the one that we write), how a cell is
    read; `needed`: it must be there; `aside`: it is written for readers, passed over when a file comes in."""

    field: str
    heads: tuple[str, ...]
    read: Cell = str
    needed: bool = False
    aside: bool = False

    def head(self, language: str) -> str:
        """Return the head in a language: the first Chinese one, or the first one in English."""
        return next(iter(_spoken(self.heads, language)), self.heads[0])

    def others(self, language: str) -> list[str]:
        """Return the other heads that a reader is told of: in Chinese all of them, in English those in English."""
        return [one for one in self.heads if one != self.head(language) and (language != "en" or one.isascii())]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table. `key` is the field that names a line; where it is left out, it is made of `key_from`.

    `right` is what its verbs ask for. `identity` returns what tells two lines apart, where their keys do not. `home`:
    the page from which it is reached. `personal`: its cells hold personal values (docs/adr/0017).
    """

    name: str
    key: str
    key_from: str
    at_post: bool
    columns: tuple[Column, ...]
    title: Words
    right: Right = Right.SUPERVISE
    identity: Callable[[Mapping[str, Any]], str] | None = None
    home: str = "tables"
    personal: bool = False

    def told(self, named: str) -> str:
        """Return what names a line as an answer tells it: a telephone number only masked, as it may end in a log."""
        return masked(named) if self.personal else named

    def column(self, head: str) -> Column | None:
        """Return the column that has this head, or None."""
        wanted = plain(head)
        return next((one for one in self.columns if wanted in map(plain, one.heads)), None)

    def head_of(self, field: str, language: str) -> str:
        """Return the head of the column that fills a field; the field itself where none does."""
        return next((one.head(language) for one in self.columns if one.field == field), field)


def masked(text: str) -> str:
    """Return what names a customer as it is told where others may read along: of its figures the last four."""
    return re.sub(r"\d(?=(?:\D*\d){4})", "*", unicodedata.normalize("NFKC", text))


def plain(head: str) -> str:
    """Return a head without what people add to it: case, width, spaces, marks, remarks in brackets."""
    text = unicodedata.normalize("NFKC", head).casefold()
    return re.sub(r"\(.*?\)|[\s*_:/-]", "", text)


def yes_or_no(cell: str) -> Any:
    """Return what a cell says; what is neither is returned as it is, for the verb to refuse."""
    word = cell.casefold()
    return True if word in YES else False if word in NO else cell


@dataclass(frozen=True)
class OneOfWords:
    """Reads a word of a closed list, in either language."""

    codes: Mapping[str, Any]

    def words(self, language: str) -> list[str]:
        """Return one word for each of the list in a reader's language, in any where it has none in that."""
        told = _spoken(self.codes, language) or list(self.codes)
        return list({self.codes[word]: word for word in reversed(told)}.values())[::-1]

    def __call__(self, cell: str) -> Any:
        """Return the code of a word; a word that is none of the list as it is, for the verb to refuse."""
        return self.codes.get(cell.casefold(), cell)


def one_of(words: Mapping[str, Any]) -> Cell:
    """Return a reader of a closed list of words."""
    return OneOfWords({word.casefold(): code for word, code in words.items()})


def several(cell: str) -> list[str]:
    """Return the parts of a cell that lists several things."""
    return [part for part in re.split(r"[、,，;；/\s]+", cell) if part]


def labels(cell: str) -> list[str]:
    """Return the numbers of things that are told apart, as forms take them: between commas or blanks."""
    return [part for part in BETWEEN.split(cell) if part]


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
            title=Words(zh="设备台账", en="Equipment register"),
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
            title=Words(zh="工器具与钥匙", en="Things in custody"),
            key="custody_item",
            key_from="name",
            at_post=True,
            columns=(
                Column("custody_item", ("物品键", "键", "key", "custody item")),
                Column("name", ("名称", "物品名称", "物品", "name", "thing"), needed=True),
                Column("kind", ("种类", "类别", "类型", "kind", "type"), one_of(_KINDS), needed=True),
                Column("expected", ("应有数量", "数量", "应有", "expected", "quantity")),
                Column("numbers", ("逐件编号", "物品编号", "numbers"), labels),
                Column("places", ("存放位置", "存放", "places", "kept at")),
                Column("lent", ("其中借出", "另借出", "lent out", "lent")),
                Column("note", ("说明", "备注", "note", "remark")),
                _IN_USE,
            ),
        ),
        Kind(
            "parameters",
            title=Words(zh="抄表参数", en="Parameters"),
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
                Column("low_low", ("低低限", "ll", "low low limit")),
                Column("high_high", ("高高限", "hh", "high high limit")),
                Column("by_mode", ("按运行方式的限值", "方式限值", "limits by mode"), by_mode),
                Column("jump", ("一次最多变化", "jump", "greatest jump")),
                Column("schedule", ("抄表时间", "抄表周期", "schedule")),
                Column("grace", ("抄表宽限", "宽限分钟", "grace")),
                Column("rolls_at", ("翻转值", "累积表翻转值", "rolls at")),
                _IN_USE,
            ),
        ),
        Kind(
            "loans",
            title=Words(zh="物品借用", en="Loans"),
            key="loan",
            key_from="custody_item",
            at_post=True,
            columns=(
                Column("loan", ("借用键", "键", "key", "loan")),
                Column("custody_item", ("物品", "物品名称", "物品键", "名称", "thing", "name"), needed=True),
                Column("number", ("数量", "借出数量", "quantity", "number")),
                Column("numbers", ("逐件编号", "物品编号", "编号", "numbers"), labels),
                Column("place", ("存放位置", "存放", "place", "kept at")),
                Column("to", ("借用人", "借给", "lent to", "borrower"), needed=True),
                Column("purpose", ("用途", "用于什么工作", "purpose", "for which work"), needed=True),
                Column("matter", ("工作票", "票号", "permit")),
                Column("occurred_at", ("借出时间", "时间", "lent at"), needed=True),
                Column("due_at", ("应还时间", "due back", "due")),
                Column("returned", ("已还数量", "归还数量", "returned")),
                Column("returned_at", ("归还时间", "returned at")),
                Column("condition", ("状况", "归还状况", "condition"), one_of(known(CONDITIONS))),
                Column("note", ("说明", "备注", "note", "remark")),
                Column("by", ("登记人", "recorded by"), aside=True),
            ),
            identity=identity.loan,
        ),
        Kind(
            "orders",
            title=Words(zh="运行规定与通知", en="Standing orders"),
            key="order",
            key_from="title",
            at_post=False,
            home="orders",
            columns=(
                Column("order", ("文件键", "键", "key", "order")),
                Column("number", ("文号", "编号", "number")),
                Column("title", ("标题", "名称", "title"), needed=True),
                Column("text", ("正文", "内容", "text"), needed=True),
                Column("kind", ("种类", "类别", "kind"), one_of(known(ORDER_KINDS))),
                Column("posts", ("岗位", "posts", "post"), several),
                Column("crews", ("班组", "值别", "crews", "crew"), several),
                Column("roles", ("角色", "roles", "role"), several),
                Column("qualifications", ("上岗资格", "资格", "qualifications", "qualification"), several),
                Column("people", ("人员", "people"), several),
                Column("valid_from", ("生效时间", "生效日期", "valid from")),
                Column("valid_to", ("失效时间", "失效日期", "valid to")),
                Column("asks", ("确认方式", "acknowledged by"), one_of(known(ASKS))),
                Column("every_months", ("每隔几个月再读", "again after months")),
                Column("within_days", ("几天内读完", "to be read within days")),
                Column("by", ("签发人", "issued by"), aside=True),
            ),
            identity=identity.order,
        ),
        Kind(
            "people",
            title=Words(zh="人员", en="People"),
            right=Right.ADMINISTER,
            key="person",
            key_from="username",
            at_post=False,
            home="people",
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
        Kind(
            "states",
            title=Words(zh="设备状态", en="Equipment states"),
            right=Right.WORK,
            key="equipment",
            key_from="equipment",
            at_post=True,
            columns=(
                Column("equipment", ("设备", "设备编号", "编号", "设备键", "equipment", "code", "key"), needed=True),
                Column("name", ("名称", "设备名称", "name"), aside=True),
                Column("state", ("状态", "设备状态", "state"), one_of(_STATES), needed=True),
                Column("mode", ("运行方式", "方式", "mode", "operating mode")),
                Column("note", ("说明", "备注", "note", "remark")),
                Column("occurred_at", ("自何时", "时间", "发生时间", "since", "happened")),
                Column("by", ("记录人", "recorded by"), aside=True),
            ),
        ),
        Kind(
            "matters",
            title=Words(zh="事项（缺陷、工作票等）", en="Matters: defects, permits ..."),
            right=Right.WORK,
            key="matter",
            key_from="title",
            at_post=True,
            columns=(
                Column("matter", ("事项键", "键", "key", "matter")),
                Column("kind", ("种类", "类别", "kind"), one_of(_MATTERS), needed=True),
                Column("title", ("标题", "名称", "title"), needed=True),
                Column("number", ("编号", "票号", "number")),
                Column("state", ("状态", "state")),
                Column("severity", ("等级", "严重程度", "severity"), one_of(_SEVERITIES)),
                Column("equipment", ("设备", "设备编号", "equipment")),
                Column("subject", ("交接对象", "subject")),
                Column("text", ("情况", "内容", "text")),
                Column("before", ("变动前", "before")),
                Column("after", ("变动后", "after")),
                Column("issuer", ("签发人", "issuer")),
                Column("performer", ("执行人", "工作负责人", "performer")),
                Column("guardian", ("监护人", "guardian")),
                Column("occurred_at", ("发生时间", "时间", "happened")),
                Column("closed_at", ("结束时间", "closed")),
                Column("by", ("登记人", "recorded by"), aside=True),
            ),
            identity=identity.matter,
        ),
        Kind(
            "earths",
            title=Words(zh="接地线", en="Portable earths"),
            right=Right.SUPERVISE,
            key="earth",
            key_from="number",
            at_post=True,
            columns=(
                Column("earth", ("接地线键", "键", "key", "earth")),
                Column("number", ("编号", "接地线编号", "number"), needed=True),
                Column("spec", ("规格", "型号", "spec", "kind")),
                Column("home", ("存放处", "存放地点", "kept at")),
                _IN_USE,
                Column("where", ("挂设地点", "挂设位置", "where", "place")),
                Column("equipment", ("挂设设备", "设备", "equipment")),
                Column("permit", ("工作票", "票号", "permit")),
                Column("hung_by", ("挂设人", "hung by")),
                Column("guardian", ("监护人", "guardian")),
                Column("occurred_at", ("挂设时间", "hung at")),
            ),
        ),
        Kind(
            "leads",
            title=Words(zh="客户", en="Customers"),
            right=Right.WORK,
            key="lead",
            key_from="number",
            at_post=True,
            home="leads",
            personal=True,
            columns=(
                Column(
                    "number",
                    ("电话", "手机", "手机号", "号码", "联系电话", "number", "telephone", "phone"),
                    needed=True,
                ),
                Column("name", ("称呼", "姓名", "客户", "name", "customer")),
                Column("source", ("来源", "渠道", "source")),
                Column("way", ("联系方式", "方式", "how")),
                Column("result", ("联系结果", "结果", "result")),
                Column("said", ("联系情况", "情况", "what was said")),
                Column("note", ("备注", "note", "remark")),
            ),
            identity=identity.lead,
        ),
    )
}


def made_key(text: str) -> str:
    """Return a key made of a code or name: letters, digits, `_` and `-` stay, everything else becomes `-`."""
    return re.sub(r"[^\w-]+", "-", text.strip()).strip("-")[:60]
