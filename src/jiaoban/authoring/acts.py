"""The kinds of act about drafts of regimes. Texts are stored files; an act names them by what is in them."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.kernel.starts import Start

Origin = Literal["VERSION", "FILES", "NEW"]


class KeptFile(BaseModel):
    """A file of a pack: its name in the folder, and the name of the stored text (SHA-256)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    file: str


class DraftStarted(Payload, kind="authoring.draft_started"):
    """A draft of a regime came into being, as revision 1: from an adopted version (`version`, `digest`), from files
    that somebody brought, or as a small new one."""

    draft: str
    regime: str
    origin: Origin
    version: str
    digest: str
    files: tuple[KeptFile, ...]


class DraftSaved(Payload, kind="authoring.draft_saved"):
    """Files of a draft have this text from now on, which is revision `revision`; the writer had seen revision `on`."""

    draft: str
    revision: int
    on: int
    files: tuple[KeptFile, ...]


class FileRemoved(Payload, kind="authoring.file_removed"):
    """A draft has this file no longer, from revision `revision` on."""

    draft: str
    revision: int
    on: int
    name: str


class VersionProposed(Payload, kind="authoring.version_proposed"):
    """A draft is proposed as a version of its regime, to be in force from a day; `approver` is who is asked.

    `digest` names the compiled pack, and so everything that it says; `files` are those that were changed to say number,
    day and approver (revision `revision`).
    """

    FILES: ClassVar[tuple[str, ...]] = ("digest",)

    draft: str
    revision: int
    version: str
    effective_from: Start
    approver: str
    digest: str
    note: str
    files: tuple[KeptFile, ...]


class ProposalSentBack(Payload, kind="authoring.proposal_sent_back"):
    """The approver does not approve, for this reason; the draft can be written on."""

    draft: str
    digest: str
    reason: str


class ProposalTakenBack(Payload, kind="authoring.proposal_taken_back"):
    """The author no longer proposes what they proposed; the draft can be written on."""

    draft: str
    digest: str


class VersionApproved(Payload, kind="authoring.version_approved"):
    """Exactly what was proposed was approved; it is adopted by the act beside this one."""

    FILES: ClassVar[tuple[str, ...]] = ("digest",)

    draft: str
    digest: str


class DraftDropped(Payload, kind="authoring.draft_dropped"):
    """A draft is given up; what was written stays in the book."""

    draft: str
    reason: str
