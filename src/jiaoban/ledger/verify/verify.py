"""The verification of one site's book, from the acts to the files, and of all books of a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from jiaoban.kernel.act import SKEW, Act
from jiaoban.ledger import derived, files, keys, triggers
from jiaoban.ledger.acts import KeyRotated
from jiaoban.ledger.erasing import NamedFiles
from jiaoban.ledger.models import LedgerHead
from jiaoban.ledger.verify import projections
from jiaoban.ledger.verify.acts import Walk
from jiaoban.ledger.verify.findings import Finding, Findings, Progress
from jiaoban.ledger.verify.reading import names, pieces, select, snapshot, stored
from jiaoban.ledger.verify.witnesses import OUTSIDE, Witnesses, read_outside
from jiaoban.tlog.errors import TlogError
from jiaoban.tlog.keys import VerifierKey


@dataclass(frozen=True, slots=True)
class Report:
    """What the verification of one site found; `size` is how many acts stand in its book.

    `remarks` are no findings: acts whose clocks disagree, which is to be known and falsifies nothing (trust rule 7),
    and files that were erased on demand.
    """

    site: str
    size: int
    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...] = ()

    @property
    def good(self) -> bool:
        """Whether everything fits."""
        return not self.findings


def verify_all(
    checkpoint: str | None = None,
    *,
    sites: Sequence[str] = (),
    using: str = "default",
    trusted: Sequence[VerifierKey] = (),
    progress: Progress | None = None,
) -> list[Report]:
    """Verify these sites, or each site with any row in the database; a checkpoint goes to the site that it names."""
    connection = connections[using]
    named = _named(checkpoint) if checkpoint else None
    chosen = {*sites} or {*_sites(connection), *([named] if named else [])}
    strange = [site for site in chosen if not keys.is_site(site)]
    reports = [
        verify(site, checkpoint if site == named else None, using=using, trusted=trusted, progress=progress)
        for site in sorted(chosen.difference(strange))
    ]
    reports += [_no_site(connection, site) for site in sorted(strange, key=repr)]
    if checkpoint and named not in chosen:
        reports.append(_unread_checkpoint(checkpoint, named))
    return reports


def verify(
    site: str,
    checkpoint: str | None = None,
    *,
    using: str = "default",
    trusted: Sequence[VerifierKey] = (),
    progress: Progress | None = None,
) -> Report:
    """Verify one site's book, also against a checkpoint that was kept outside, and name each place that does not fit.

    `trusted` are verifier keys that the caller brings; without them those of the data folder are believed, which an
    intruder
    who has the folder could have changed. Holds all read models of the site in memory, the acts piece by piece.
    """
    connection = connections[using]
    findings = Findings(site)
    verification = _Verification(connection, findings, trusted, progress or _silent)
    verification.take_files()
    with snapshot(connection):
        if not select(connection, 'SELECT 1 FROM "ledger_head" WHERE "site" = %s', [site]):
            _no_head(connection, findings)
        size = verification.run(checkpoint)
    return Report(site, size, tuple(findings), tuple(verification.remarks))


class _Verification:
    def __init__(
        self,
        connection: BaseDatabaseWrapper,
        findings: Findings,
        trusted: Sequence[VerifierKey],
        progress: Progress,
    ) -> None:
        self.remarks = Findings(findings.site)
        self._clock: datetime | None = None
        self._connection = connection
        self._findings = findings
        self._progress = progress
        self._keys = list(trusted) or _held_keys(findings)
        self._trusted = bool(trusted)
        self._witnesses = Witnesses(findings, self._keys)
        self._rotations: list[KeyRotated] = []
        self._files: dict[str, int] = {}
        self._named = NamedFiles()
        self._folded = projections.empty()
        self._deriving: dict[str, list[Act]] = {kind: [] for one in derived.every() for kind in one.kinds}
        self._unfolded: int | None = None

    def take_files(self) -> None:
        """Read the checkpoint files: before the database is looked at, since one is written after its commit."""
        self._witnesses.take_files()

    def run(self, checkpoint: str | None) -> int:
        """Do the rest, in one view of the database; return how many acts there are."""
        site, witnesses = self._findings.site, self._witnesses
        witnesses.take_stored(self._connection)
        if checkpoint is not None:
            witnesses.take_outside(checkpoint)
        walk = Walk(self._connection, self._findings)
        if walk.frontier is not None:
            witnesses.meet(walk.frontier)
        total = self._counted()
        for act in walk.acts(witnesses.meet):
            self._take(act)
            if act.seq % 1_000 == 0:
                self._progress(f"{site}: acts", act.seq, total)
        end = max(walk.count, walk.last.seq + 1 if walk.last else 0)
        witnesses.rest(end, whole=walk.frontier is not None)
        self._head(walk, witnesses.newest)
        self._key_chain()
        self._projections(walk)
        self._stored_files()
        for name in triggers.missing(self._connection):
            zh, en = "触发器缺失、被停用或被改动。", "the trigger is missing, disabled or changed."
            self._findings.add("trigger", name, zh, en)
        return walk.count

    def _take(self, act: Act) -> None:
        self._clocks(act)
        if isinstance(act.payload, KeyRotated):
            self._rotations.append(act.payload)
        if act.kind in self._deriving:
            self._deriving[act.kind].append(act)
        payload = act.payload.model_dump(mode="json")
        for name in self._named.take(act.site, act.kind, act.version, payload):
            self._files.setdefault(name, act.seq)
        if self._unfolded is not None:
            return
        try:
            projections.fold(act, self._folded)
        except (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError) as error:
            self._unfolded = act.seq
            self._findings.add(
                "fold",
                f"ledger_act #{act.seq}",
                "此条无法并入读模型，其后的读模型不再比对。",
                f"the act cannot be folded ({type(error).__name__}: {error}); read models are not compared.",
                act.seq,
            )

    def _clocks(self, act: Act) -> None:
        """Remark clocks that disagree by more than two minutes: the device's, and the server's with itself."""
        place = f"ledger_act #{act.seq}"
        if act.skew_s is not None:
            zh, en = f"设备时钟快 {act.skew_s} 秒。", f"the device's clock was {act.skew_s} s ahead."
            self.remarks.add("skew", place, zh, en, act.seq)
        if self._clock is not None and self._clock - act.recorded_at > SKEW:
            back = int((self._clock - act.recorded_at).total_seconds())
            zh, en = (
                f"服务器时钟倒退 {back} 秒；次序看编号。",
                f"the server's clock went back by {back} s; the number decides.",
            )
            self.remarks.add("clock", place, zh, en, act.seq)
        self._clock = act.recorded_at

    def _counted(self) -> int:
        sql = 'SELECT COUNT(*) FROM "ledger_act" WHERE "site" = %s'
        return int(select(self._connection, sql, [self._findings.site])[0][0])

    def _head(self, walk: Walk, newest: int) -> None:
        rows = [row for piece in pieces(self._connection, LedgerHead, self._findings.site, ["site"]) for row in piece]
        if not rows:
            return
        should: dict[str, Any] = {"size": walk.count}
        if walk.frontier is not None:
            should |= {"frontier": walk.frontier.to_bytes(), "root": walk.frontier.root()}
        if walk.complete:
            recorded_at = walk.last.recorded_at if walk.last else None
            should["last_recorded_at"] = stored(self._connection, LedgerHead, "last_recorded_at", recorded_at)
        should["checkpoint_size"] = newest
        for name, found in zip(names(LedgerHead), rows[0], strict=True):
            if name in should and found != should[name]:
                self._findings.add(
                    "head",
                    f"ledger_head {name}",
                    f"账簿之首记为 {_short(found)}，按事实应为 {_short(should[name])}。",
                    f"the head says {_short(found)}, the acts give {_short(should[name])}.",
                )

    def _key_chain(self) -> None:
        """The keys of the data folder must be the first one and those that the book says came after it."""
        if self._trusted:
            return
        wanted = [said.new for said in self._rotations]
        held = [str(key) for key in self._keys]
        if held[1:] != wanted or any(said.old != held[at] for at, said in enumerate(self._rotations)):
            zh, en = "密钥文件与账簿所载的更换不符。", "the key file is not what the rotations in the book give."
            self._findings.add("keys", f"keys/{self._findings.site}.vkeys", zh, en)

    def _projections(self, walk: Walk) -> None:
        if self._unfolded is not None:
            return
        if not walk.complete:
            zh, en = "有事实不能读，读模型未比对。", "some acts cannot be read, so the read models are not compared."
            self._findings.add("fold", "read models 读模型", zh, en)
            return
        for done, table in enumerate(projections.compare(self._connection, self._findings, self._folded)):
            self._progress(f"{self._findings.site}: {table}", done + 1, len(self._folded))
        for one in derived.every():
            named = [act for kind in sorted(one.kinds) for act in self._deriving[kind]]
            one.compare(self._connection, self._findings, named)

    def _stored_files(self) -> None:
        erased = self._named.erased()
        for done, (name, seq) in enumerate(self._files.items()):
            if name in erased:
                _erased(self.remarks, name, seq)
            elif not files.sound(name):
                self._findings.add(
                    "file",
                    f"files/{name[:2]}/{name[2:]}",
                    f"第 {seq} 条所载的文件缺失或被改动。",
                    f"the file that act {seq} names is missing or changed.",
                    seq,
                )
            if done % 100 == 0:
                self._progress(f"{self._findings.site}: files", done, len(self._files))


def _erased(remarks: Findings, name: str, seq: int) -> None:
    """Remark a file of somebody who was erased on demand: it is no loss that it is gone."""
    place = f"files/{name[:2]}/{name[2:]}"
    zh, en = f"第 {seq} 条所载的文件已按要求删除。", f"the file that act {seq} names was erased on demand."
    if files.path_of(name).exists():
        zh = f"第 {seq} 条所载的文件应已按要求删除，内容还在：服务运行时删掉，除非别的厂站也记有它。"
        en = (
            f"the file that act {seq} names is to be erased on demand and is still there: the server drops it"
            " while it runs, unless another site names it too."
        )
    remarks.add("erased", place, zh, en, seq)


def _held_keys(findings: Findings) -> list[VerifierKey]:
    """Return the keys of the data folder; a file that holds none is a finding."""
    try:
        return keys.verifier_keys(findings.site)
    except (TlogError, UnicodeDecodeError):
        zh, en = "公钥文件不能读。", "the file of public keys cannot be read."
        findings.add("keys", f"keys/{findings.site}.vkeys", zh, en)
        return []


_TABLES = ("ledger_head", "ledger_act", "ledger_node", "ledger_checkpoint")


def _sites(connection: BaseDatabaseWrapper) -> set[Any]:
    """Return whatever stands as a site in any row; what was tampered with need not be text."""
    found: set[Any] = set()
    for name in _TABLES:
        found |= {site for (site,) in select(connection, f'SELECT DISTINCT "site" FROM "{name}"', [])}  # noqa: S608
    return found | set(projections.orphans(connection, found))


def _no_site(connection: BaseDatabaseWrapper, site: object) -> Report:
    """Rows of something that cannot be the code of a site: another type, a letter that only looks like one of it."""
    findings = Findings(site if isinstance(site, str) else repr(site))
    tables = [name for name in _TABLES if _has(connection, name, site)]
    tables += projections.orphans(connection, {one for one in _sites(connection) if one != site}).get(site, [])
    zh, en = f"这些行所属的 {site!r} 不是站点代码。", f"the rows are of {site!r}, which is no code of a site."
    findings.add("site", ", ".join(tables), zh, en)
    return Report(findings.site, 0, tuple(findings))


def _has(connection: BaseDatabaseWrapper, table: str, site: object) -> bool:
    return bool(select(connection, f'SELECT 1 FROM "{table}" WHERE "site" = %s LIMIT 1', [site]))  # noqa: S608


def _no_head(connection: BaseDatabaseWrapper, findings: Findings) -> None:
    zh, en = "站点没有账簿之首，却有所属的行。", "the site has rows and no head."
    tables = projections.orphans(connection, set()).get(findings.site, [])
    findings.add("head", ", ".join(["ledger_head", *tables]), zh, en)


def _named(checkpoint: str) -> str | None:
    """Return the site that a checkpoint or receipt is of, by the first line of the checkpoint."""
    try:
        origin = read_outside(checkpoint).checkpoint.origin
    except TlogError:
        return None
    site = origin.rpartition("/")[2]
    try:
        return site if keys.origin(site) == origin else None
    except ValueError:
        return None


def _unread_checkpoint(checkpoint: str, named: str | None) -> Report:
    findings = Findings(named or "?")
    try:
        read_outside(checkpoint)
        zh, en = "此存证点不属于所查的站点。", "this checkpoint is not of a site that was verified."
    except TlogError as error:
        zh, en = f"{error.zh}。", f"{error.en}."
    findings.add("checkpoint", OUTSIDE, zh, en)
    return Report(findings.site, 0, tuple(findings))


def _short(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _silent(what: str, done: int, total: int) -> None:
    del what, done, total
