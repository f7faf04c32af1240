"""The walk along the acts: numbers, bytes, leaves, columns, tree. It gives on each act that could be read."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.act import Act, UnknownKind, read_act
from jiaoban.kernel.canon import canonical
from jiaoban.ledger.models import LedgerAct, LedgerNode
from jiaoban.ledger.store import columns
from jiaoban.ledger.verify.findings import Findings
from jiaoban.ledger.verify.reading import names, pieces, select, stored
from jiaoban.tlog.merkle import Frontier, leaf_hash


class Walk:
    """One walk along a site's acts. `frontier` is the tree made of the bodies, None from the first gap on."""

    def __init__(self, connection: BaseDatabaseWrapper, findings: Findings) -> None:
        self.frontier: Frontier | None = Frontier()
        self.count = 0
        self.last: Act | None = None
        self.complete = True
        self._connection = connection
        self._findings = findings
        self._columns = names(LedgerAct)
        self._expected = 0

    def acts(self, grown: Callable[[Frontier], None]) -> Iterator[Act]:
        """Return the acts that can be read, in order; call `grown` with the tree after each."""
        for piece in pieces(self._connection, LedgerAct, self._findings.site, ["seq"]):
            first = self.frontier.size if self.frontier else 0
            nodes: dict[tuple[int, int], bytes] = {}
            for row in piece:
                act = self._row(dict(zip(self._columns, row, strict=True)), nodes, grown)
                if act is not None:
                    self.last = act
                    yield act
            if self.frontier and nodes:
                self._compare_nodes(nodes, first)
        if self.frontier:
            self._extra_nodes(self.frontier.size)

    def _row(
        self, row: dict[str, Any], nodes: dict[tuple[int, int], bytes], grown: Callable[[Frontier], None]
    ) -> Act | None:
        seq, body = row["seq"], row["body"]
        self.count += 1
        self._number(seq)
        if not isinstance(body, bytes):
            self._say("body", seq, "内容不是字节。", "the body is not bytes.")
            self.frontier, self.complete = None, False
            return None
        leaf = leaf_hash(body)
        if row["leaf"] != leaf:
            self._say("leaf", seq, "内容与叶哈希不符。", "the body and its leaf hash do not belong together.")
        if self.frontier is not None:
            self.frontier, done = self.frontier.append_hash(leaf)
            nodes.update({(level, index): hashed for level, index, hashed in done[1:]})
            grown(self.frontier)
        act = self._read(body, seq)
        if act is None:
            self.complete = False
            return None
        self._compare_columns(row, act, body)
        return act

    def _number(self, seq: Any) -> None:
        if seq == self._expected:
            self._expected += 1
            return
        self.frontier, self.complete = None, False
        if isinstance(seq, int) and seq > self._expected:
            gap = self._expected if seq == self._expected + 1 else f"{self._expected}-{seq - 1}"
            self._say("gap", self._expected, f"缺第 {gap} 条。", f"act {gap} is missing.")
            self._expected = seq + 1
        else:
            self._say("number", seq, "序号不应在此。", "this number should not be here.")

    def _read(self, body: bytes, seq: Any) -> Act | None:
        try:
            envelope = json.loads(body)
            if canonical(envelope) != body:
                self._say("body", seq, "内容不是规范写法。", "the body is not in canonical form.")
            return read_act(envelope)
        except UnknownKind as error:
            self._say("kind", seq, "事实的种类或版本未知。", f"{error}.")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            self._say("body", seq, "内容不能读作事实。", f"the body cannot be read as an act ({type(error).__name__}).")
        return None

    def _compare_columns(self, row: dict[str, Any], act: Act, body: bytes) -> None:
        wanted = dict(zip(self._columns, columns(act, body, row["leaf"]), strict=True))
        for name, value in wanted.items():
            should = stored(self._connection, LedgerAct, name, value)
            if row[name] != should or type(row[name]) is not type(should):
                self._say(
                    "column",
                    row["seq"],
                    f"列 {name} 为 {row[name]!r}，内容所载为 {should!r}。",
                    f"column {name} is {row[name]!r}, the body says {should!r}.",
                )

    def _compare_nodes(self, made: dict[tuple[int, int], bytes], first: int) -> None:
        """Compare the nodes that the acts from `first` on completed with those that are stored."""
        site, top = self._findings.site, max(level for level, _ in made)
        found: dict[tuple[int, int], Any] = {}
        for level in range(1, top + 1):
            indexes = [index for at, index in made if at == level]
            if indexes:
                listed = select(
                    self._connection,
                    'SELECT "index", "hash" FROM "ledger_node" WHERE "site" = %s AND "level" = %s'
                    ' AND "index" BETWEEN %s AND %s',
                    [site, level, min(indexes), max(indexes)],
                )
                found.update({(level, index): hashed for index, hashed in listed})
        for (level, index), hashed in sorted(made.items(), key=lambda node: ((node[0][1] + 1) << node[0][0], node[0])):
            if found.get((level, index)) != hashed:
                lost = (level, index) not in found
                self._findings.add(
                    "node",
                    f"ledger_node ({level}, {index})",
                    "树节点缺失。" if lost else "树节点与其下的事实不符。",
                    "the node is missing." if lost else "the node does not follow from the acts below it.",
                    index << level,
                )

    def _extra_nodes(self, size: int) -> None:
        extra = select(
            self._connection,
            'SELECT "level", "index" FROM "ledger_node" WHERE "site" = %s'
            ' AND ("level" < 1 OR "level" > 62 OR "index" < 0 OR "index" >= %s'
            ' OR (("index" + 1) << (CASE WHEN "level" BETWEEN 1 AND 30 THEN "level" ELSE 30 END)) > %s)'
            " ORDER BY 1, 2",
            [self._findings.site, max(1, size), size],
        )
        for level, index in extra:
            self._findings.add(
                "node",
                f"{LedgerNode._meta.db_table} ({level}, {index})",
                "此树节点不应存在。",
                "there should be no such node.",
            )

    def _say(self, code: str, seq: Any, zh: str, en: str) -> None:
        number = seq if isinstance(seq, int) else None
        self._findings.add(code, f"ledger_act #{seq}", zh, en, number)
