"""What the book knows of drafts: the states, and how acts fold into them. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from jiaoban.authoring import acts
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.starts import Start

Stage = Literal["WRITING", "PROPOSED", "PUBLISHED", "DROPPED"]


class TextFile(State):
    """A file of a draft: its stored text, and in which revision, by whom and when it was written last."""

    name: str
    file: str
    revision: int
    by: str
    at: datetime


class Proposal(State):
    """What the author proposed: number, day, whom they ask, and the digest of exactly that pack."""

    version: str
    effective_from: Start
    approver: str
    digest: str
    note: str
    by: str
    at: datetime


class SentBack(State):
    """Why a proposal was not approved."""

    version: str
    reason: str
    by: str
    at: datetime


class Draft(State):
    """A draft of a regime. `writers`: everybody who wrote in it; `sent_back` the last word of an approver."""

    key: str
    regime: str
    origin: acts.Origin
    base_version: str
    base: str
    started_by: str
    started_at: datetime
    stage: Stage = "WRITING"
    revision: int = 1
    files: tuple[TextFile, ...]
    writers: tuple[str, ...]
    changed_by: str
    changed_at: datetime
    proposal: Proposal | None = None
    sent_back: SentBack | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    dropped: str = ""

    @property
    def published(self) -> str:
        """The digest of the version that the draft became, or ''."""
        return self.proposal.digest if self.stage == "PUBLISHED" and self.proposal else ""

    def file(self, name: str) -> TextFile | None:
        """Return the file of this name, or None."""
        return next((one for one in self.files if one.name == name), None)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """(name, stored text) of every file: what the draft says, as one value."""
        return tuple((one.name, one.file) for one in self.files)


ABOUT = (
    acts.DraftStarted,
    acts.DraftSaved,
    acts.FileRemoved,
    acts.VersionProposed,
    acts.ProposalSentBack,
    acts.ProposalTakenBack,
    acts.VersionApproved,
    acts.DraftDropped,
)


def _its_draft(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, ABOUT)
    return (act.payload.draft,)


def _fold(draft: Draft | None, act: Act, key: str) -> Draft | None:
    said = act.payload
    if isinstance(said, acts.DraftStarted):
        return _started(said, act, key)
    if draft is None:
        return None
    match said:
        case acts.DraftSaved():
            return _written(draft, act, said.revision, _put(draft.files, said.files, said.revision, act))
        case acts.FileRemoved():
            left = tuple(one for one in draft.files if one.name != said.name)
            return _written(draft, act, said.revision, left)
        case acts.VersionProposed():
            files = _put(draft.files, said.files, said.revision, act)
            made = _written(draft, act, said.revision, files)
            return made.model_copy(update={"stage": "PROPOSED", "proposal": _proposal(said, act), "sent_back": None})
        case acts.ProposalSentBack():
            version = draft.proposal.version if draft.proposal else ""
            word = SentBack(version=version, reason=said.reason, by=act.actor, at=act.occurred_at)
            return draft.model_copy(update={"stage": "WRITING", "proposal": None, "sent_back": word})
        case acts.ProposalTakenBack():
            return draft.model_copy(update={"stage": "WRITING", "proposal": None})
        case acts.VersionApproved():
            approved = {"stage": "PUBLISHED", "approved_by": act.actor, "approved_at": act.occurred_at}
            return draft.model_copy(update=approved)
        case acts.DraftDropped():
            return draft.model_copy(update={"stage": "DROPPED", "dropped": said.reason})
        case _:
            raise AssertionError(f"{act.kind} does not belong to this table")


def _started(said: acts.DraftStarted, act: Act, key: str) -> Draft:
    return Draft(
        key=key,
        regime=said.regime,
        origin=said.origin,
        base_version=said.version,
        base=said.digest,
        started_by=act.actor,
        started_at=act.occurred_at,
        files=_put((), said.files, 1, act),
        writers=(act.actor,),
        changed_by=act.actor,
        changed_at=act.occurred_at,
    )


def _proposal(said: acts.VersionProposed, act: Act) -> Proposal:
    return Proposal(
        version=said.version,
        effective_from=said.effective_from,
        approver=said.approver,
        digest=said.digest,
        note=said.note,
        by=act.actor,
        at=act.occurred_at,
    )


def _put(before: Sequence[TextFile], written: Sequence[acts.KeptFile], revision: int, act: Act) -> tuple[TextFile, ...]:
    files = {one.name: one for one in before}
    for one in written:
        files[one.name] = TextFile(name=one.name, file=one.file, revision=revision, by=act.actor, at=act.occurred_at)
    return tuple(files[name] for name in sorted(files))


def _written(draft: Draft, act: Act, revision: int, files: tuple[TextFile, ...]) -> Draft:
    writers = draft.writers if act.actor in draft.writers else (*draft.writers, act.actor)
    written = {"revision": revision, "files": files, "writers": writers}
    return draft.model_copy(update={**written, "changed_by": act.actor, "changed_at": act.occurred_at})


DRAFTS = Table(
    "authoring.drafts",
    Draft,
    kinds=[payload.KIND for payload in ABOUT],
    keys=_its_draft,
    evolve=_fold,
    columns=("regime", "stage", "changed_at", "published"),
)
