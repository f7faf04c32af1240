"""The verbs of drafts: begun, written, proposed by one person, approved and so adopted by another."""

from collections.abc import Iterable, Mapping

from jiaoban.authoring import acts, archive, args, queries, rules, texts, trying
from jiaoban.authoring.tables import DRAFTS, Draft
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import BadInput, NotFound, Reason, Refusal
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import Context, Decision, plain, refuse, verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import name_at
from jiaoban.org import packs
from jiaoban.org import queries as org
from jiaoban.org import rules as org_rules
from jiaoban.org import usecases as org_usecases
from jiaoban.org.args import AdoptRegime
from jiaoban.org.tables import PEOPLE, REGIMES, AdoptedVersion
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import read_yaml
from jiaoban.regime.starting import Answers, BadAnswer, begin
from jiaoban.regime.writing import with_values, written
from jiaoban.scenario.passing import not_passing

HEAD = "pack.yaml"


@verb("authoring.start", right=Right.AUTHOR, scope="site")
def start(context: Context, said: args.Start) -> Decision:
    """Start a draft from an adopted version of a regime."""
    version = queries.adopted(context.book, said.regime, said.version)
    files = _files_of(context, version)
    return _started(context, said.regime, "VERSION", files, version=version.version, digest=version.digest)


@verb("authoring.bring", right=Right.AUTHOR, scope="site")
def bring(context: Context, said: args.Bring) -> Decision:
    """Start a draft from the files of a pack that was written elsewhere."""
    for name in said.texts:
        rules.need_name(name)
    rules.need_size(said.texts.items())
    return _started(context, _own_id(said.texts), "FILES", _stored(said.texts))


@verb("authoring.begin", right=Right.AUTHOR, scope="site")
def begin_new(context: Context, said: args.Begin) -> Decision:
    """Begin a small new regime, good as it stands, to be written on."""
    if context.book.get(REGIMES, said.code) is not None:
        raise BadInput(
            "code",
            Words(zh=f"本站已有制度「{said.code}」。", en=f"The site has a regime {said.code!r}."),
            Words(zh="换一个编号，或从它的版本起草。", en="Choose another code, or start from its version."),
        )
    answers = Answers(
        code=said.code,
        title=Words(zh=said.title, en=said.title_en),
        issuer=Words(zh=said.issuer, en=said.issuer_en),
        post=Words(zh=said.post, en=said.post_en),
        day=org.local_day(context.book, context.now),
        shifts=tuple(one.strip() for one in said.shifts.replace("，", ",").split(",")),
        zone=name_at(org.site(context.book).zone, context.now),
        lead=said.lead,
    )
    try:
        made = begin(answers)
    except BadAnswer as error:
        raise BadInput("code" if "code" in str(error) else "", error.words, Words(zh="")) from error
    return _started(context, said.code, "NEW", _stored(made))


@verb("authoring.save", right=Right.AUTHOR, scope="site")
def save(context: Context, said: args.Save) -> Decision:
    """Save a file of a draft, standing on the revision that one had before oneself."""
    draft = _writable(context, said, said.file)
    rules.need_name(said.file)
    new = texts.keep(said.file, said.text)
    there = draft.file(said.file)
    if there is not None and there.file == new.file:
        return refuse("authoring.save", draft.key, _nothing_new())
    others = {one.name: texts.read(one.file) for one in draft.files if one.name != said.file}
    rules.need_size({**others, said.file: said.text}.items())
    return _one(acts.DraftSaved(draft=draft.key, revision=draft.revision + 1, on=said.on, files=(new,)))


@verb("authoring.remove", right=Right.AUTHOR, scope="site")
def remove(context: Context, said: args.Remove) -> Decision:
    """Take a file out of a draft; its text stays in the book."""
    draft = _writable(context, said, said.file)
    if draft.file(said.file) is None:
        raise NotFound(f"file {said.file}", "file")
    if said.file == HEAD:
        raise BadInput(
            "file",
            Words(zh="pack.yaml 不能删。", en="pack.yaml cannot be taken out."),
            Words(zh="不要这份草案了，就作废它。", en="Give the whole draft up if it is not wanted."),
        )
    return _one(acts.FileRemoved(draft=draft.key, revision=draft.revision + 1, on=said.on, name=said.file))


def _try_proposed(book: Book, said: args.Propose) -> None:
    """Run the scenarios of what is about to be proposed."""
    draft, approver = book.get(DRAFTS, said.draft), book.get(PEOPLE, said.approver)
    if draft is None or approver is None or draft.stage != "WRITING" or draft.revision != said.on:
        return  # the use case says what is wrong
    if texts.compiled(draft.kept).pack is not None:
        trying.ran(_with_head(draft, said, approver.name))


def _try_approved(book: Book, said: args.Approve) -> None:
    """Run the scenarios of what is about to be approved: this server may never have done so."""
    draft = book.get(DRAFTS, said.draft)
    if draft is not None and draft.stage == "PROPOSED":
        trying.ran(draft.kept)


def _with_head(draft: Draft, said: args.Propose, approver: str) -> texts.Kept:
    """Return the files of a draft with a pack.yaml that says number, day and approver."""
    values = {"version": said.version, "effective_from": f"{said.effective_from}", "approver": approver}
    head = draft.file(HEAD)
    assert head is not None  # a pack without it is not usable
    new = texts.keep(HEAD, with_values(texts.read(head.file), values))
    return tuple(sorted({**dict(draft.kept), HEAD: new.file}.items()))


@verb("authoring.propose", right=Right.AUTHOR, scope="site", before=_try_proposed)
def propose(context: Context, said: args.Propose) -> Decision:
    """Propose a draft as a version: its number, the day from which it holds, and who is asked to approve it."""
    draft = queries.draft(context.book, said.draft)
    rules.need_writing(draft)
    rules.need_newest(draft, said.on)
    approver = org.member(context.book, said.approver)
    if approver.key not in {one.key for one in queries.approvers(context.book, draft)}:
        reason = rules.own_text(draft, approver.key) or _cannot_approve(approver.name)
        return refuse("authoring.propose", draft.key, reason)
    report = texts.compiled(draft.kept)
    if report.pack is None:
        return refuse("authoring.propose", draft.key, rules.unusable(report.problems))
    rules.need_own_id(draft, report.pack)
    kept = _with_head(draft, said, approver.name)
    scenarios = texts.checked(kept)
    if scenarios.pack is None or scenarios.problems:
        return refuse("authoring.propose", draft.key, rules.unusable(scenarios.problems))
    pack = scenarios.pack
    _need_said(pack, said.version, said.effective_from, approver.name)
    reasons = list(_not_adoptable(context, pack))
    reasons += filter(None, (rules.no_scenarios(len(scenarios.cases), said.note), _not_passing(kept)))
    if reasons:
        return refuse("authoring.propose", draft.key, *reasons)
    new = acts.KeptFile(name=HEAD, file=dict(kept)[HEAD])
    changed = new.file != dict(draft.kept)[HEAD]
    proposed = acts.VersionProposed(
        draft=draft.key,
        revision=draft.revision + changed,
        version=pack.head.version,
        effective_from=pack.head.effective_from,
        approver=approver.key,
        digest=packs.store(pack),
        note=said.note,
        files=(new,) if changed else (),
    )
    return _one(proposed)


@verb("authoring.take_back", right=Right.AUTHOR, scope="site")
def take_back(context: Context, said: args.TakeBack) -> Decision:
    """Take a proposal back, to write on."""
    draft = queries.draft(context.book, said.draft)
    rules.need_proposed(draft, said.digest)
    return _one(acts.ProposalTakenBack(draft=draft.key, digest=said.digest))


@verb("authoring.send_back", right=Right.APPROVE, scope="site")
def send_back(context: Context, said: args.SendBack) -> Decision:
    """Send a proposal back to its author, with the reason."""
    draft = queries.draft(context.book, said.draft)
    rules.need_proposed(draft, said.digest)
    reason = _not_theirs(context, draft)
    if reason:
        return refuse("authoring.send_back", draft.key, reason)
    return _one(acts.ProposalSentBack(draft=draft.key, digest=said.digest, reason=said.reason))


@verb("authoring.approve", right=Right.APPROVE, scope="site", signed=True, before=_try_approved)
def approve(context: Context, said: args.Approve) -> Decision:
    """Approve exactly what was proposed; it is adopted from its day on."""
    draft = queries.draft(context.book, said.draft)
    rules.need_proposed(draft, said.digest)
    reason = _not_theirs(context, draft) or rules.own_text(draft, context.actor.person) or _not_passing(draft.kept)
    if reason:
        return refuse("authoring.approve", draft.key, reason)
    pack: Pack = context.packs(said.digest)
    adopted = org_usecases.adopted(context, AdoptRegime.of(pack))
    if isinstance(adopted, Refusal):
        return refuse("authoring.approve", draft.key, *adopted.reasons)
    return [Proposed(acts.VersionApproved(draft=draft.key, digest=said.digest)), *adopted]


@verb("authoring.drop", right=Right.AUTHOR, scope="site")
def drop(context: Context, said: args.Drop) -> Decision:
    """Give a draft up, with the reason."""
    draft = queries.draft(context.book, said.draft)
    rules.need_writing(draft)
    return _one(acts.DraftDropped(draft=draft.key, reason=said.reason))


def _one(payload: Payload) -> Decision:
    return [Proposed(payload=payload)]


def _stored(files: Mapping[str, str]) -> tuple[acts.KeptFile, ...]:
    return tuple(texts.keep(name, text) for name, text in sorted(files.items()))


def _kept_of(draft: Draft) -> tuple[acts.KeptFile, ...]:
    return tuple(acts.KeptFile(name=one.name, file=one.file) for one in draft.files)


def _files_of(context: Context, version: AdoptedVersion) -> tuple[acts.KeptFile, ...]:
    """Return the files of an adopted version as they were written, comments and scenarios too.

    They were kept with it, or are those of the draft that it was; of a version that was adopted before files were kept,
    or by its digest alone, they are written anew from the pack.
    """
    if version.source:
        return _stored(archive.as_texts(packs.source_files(version.source)))
    before = queries.published_as(context.book, version.digest)
    if before is not None:
        return _kept_of(before)
    return _stored(written(context.packs(version.digest)))


def _started(
    context: Context,
    regime: str,
    origin: acts.Origin,
    files: tuple[acts.KeptFile, ...],
    *,
    version: str = "",
    digest: str = "",
) -> Decision:
    return _one(
        acts.DraftStarted(
            draft=context.command, regime=regime, origin=origin, version=version, digest=digest, files=files
        )
    )


def _own_id(given: Mapping[str, str]) -> str:
    """Return the id that pack.yaml gives the regime, whatever else is wrong with the files."""
    value = read_yaml(HEAD, given.get(HEAD, "").encode()).value
    found = value.get("id") if isinstance(value, dict) else None
    if not isinstance(found, str) or not rules.is_regime_id(found):
        raise BadInput(
            "texts",
            Words(zh="pack.yaml 里没有制度编号（id）。", en="No pack.yaml says the id of the regime."),
            Words(zh="在 pack.yaml 写 id: 小写字母和数字。", en="Write id: in pack.yaml, small letters and digits."),
        )
    return found


def _writable(context: Context, said: args.OnRevision, name: str) -> Draft:
    draft = queries.draft(context.book, said.draft)
    rules.need_writing(draft)
    people = org.names(context.book)
    there = draft.file(name)
    rules.need_seen(draft, said.on, name, people.get(there.by, there.by) if there else "")
    return draft


def _not_adoptable(context: Context, pack: Pack) -> Iterable[Reason]:
    """Yield why the version could not be adopted, by the rules of adopting and of numbering."""
    head, regime = pack.head, context.book.get(REGIMES, pack.head.id)
    zone = org.site(context.book).zone
    yield from filter(
        None,
        (
            org_rules.version_taken(regime, head.version, pack.digest),
            rules.days_in_order(head.effective_from, head.effective_to),
            org_rules.too_late_to_adopt(regime, head.effective_from, zone, context.now),
        ),
    )


def _not_passing(kept: texts.Kept) -> Reason | None:
    """Return why the scenarios of a draft do not bear it out. They were run ahead of the transaction, unless somebody
    wrote in the draft at that very moment; then some are left, and the next try runs them."""
    ran = trying.so_far(kept)
    return not_passing(ran.results, ran.left)


def _need_said(pack: Pack, version: str, begins: Start, approver: str) -> None:
    """Refuse when pack.yaml does not say what is proposed, however it came to that."""
    head = pack.head
    if (head.version, head.effective_from, head.approver) != (version, begins, approver):
        raise BadInput(
            "version",
            Words(zh="pack.yaml 与提交的版本、日期、批准人不一致。", en="pack.yaml does not say what is proposed."),
            Words(zh="在 pack.yaml 里改好后再提交。", en="Put pack.yaml right, then propose again."),
        )


def _not_theirs(context: Context, draft: Draft) -> Reason | None:
    names = org.names(context.book)
    asked = draft.proposal.approver if draft.proposal else ""
    return rules.not_asked(draft, context.actor.person, names.get(asked, asked))


def _cannot_approve(name: str) -> Reason:
    return plain(
        "cannot-approve",
        f"{name}没有批准制度的权限。",
        f"{name} has not the right to approve regimes.",
        "请选部门负责人或管理员。",
        "Choose a head of department or an administrator.",
    )


def _nothing_new() -> Reason:
    return plain(
        "nothing-new",
        "文字与已保存的一样。",
        "The text is the one that is saved already.",
        "无需再保存。",
        "There is nothing to save.",
    )
