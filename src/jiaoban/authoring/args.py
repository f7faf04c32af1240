"""What the verbs of drafts are told. The titles are what a form shows."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from jiaoban.kernel.fields import MaybePhrase, MaybeText, Phrase, Ref, Sha256, Text, several_lines, unix_lines
from jiaoban.kernel.verbs import Args
from jiaoban.org.args import Code, FirstHour, RegimeId
from jiaoban.regime.unpacking import MOST_BYTES, MOST_FILES

FileName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
FileText = Annotated[
    str, StringConstraints(max_length=MOST_BYTES), BeforeValidator(unix_lines), AfterValidator(several_lines)
]
"""A file as it is written, blanks and all."""
Version = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class Start(Args):
    """The adopted version from which a draft starts; '' is the one in force (or the newest)."""

    regime: RegimeId = Field(title="制度 Regime")
    version: Annotated[str, StringConstraints(max_length=40)] = Field(default="", title="版本 Version")


class Bring(Args):
    """The files of a pack, by name: those of its folder, scenarios as scenarios/name.yaml."""

    texts: dict[FileName, FileText] = Field(min_length=1, max_length=MOST_FILES, title="文件 Files")


class Begin(Args):
    """What is asked before a small new regime is begun."""

    code: RegimeId = Field(title="编号（小写字母和数字）Code, small letters and digits")
    title: Phrase = Field(title="制度名称 Title")
    title_en: MaybePhrase = Field(default="", title="英文名称 Title in English")
    issuer: Phrase = Field(title="发布单位 Issuer")
    issuer_en: MaybePhrase = Field(default="", title="发布单位英文名 Issuer in English")
    post: Phrase = Field(title="岗位名称 Post")
    post_en: MaybePhrase = Field(default="", title="岗位英文名 Post in English")
    shifts: Phrase = Field(default="08:00,20:00", title="各班开始时间 When the shifts begin")
    lead: int = Field(default=10, ge=1, le=60, title="提前到岗（分钟）Minutes to come early")


class OfDraft(Args):
    """A verb about a draft."""

    draft: Ref = Field(title="草案 Draft")


class OnRevision(OfDraft):
    """A verb that stands on what somebody saw: `on` is the revision of the draft that they had before them."""

    on: int = Field(ge=1, title="所见修订 Revision seen")


class Save(OnRevision):
    """The new text of one file; a name that is not there yet makes the file."""

    file: FileName = Field(title="文件 File")
    text: FileText = Field(title="内容 Text")


class Remove(OnRevision):
    """A file that the draft is to have no longer."""

    file: FileName = Field(title="文件 File")


class Propose(OnRevision):
    """Number, first day and approver of what is proposed; pack.yaml is made to say the three."""

    version: Version = Field(title="版本号 Version")
    effective_from: FirstHour = Field(title="生效时刻 Effective from")
    approver: Code = Field(title="批准人 Approver")
    note: MaybeText = Field(default="", title="说明（改了什么、为什么）What was changed, and why")


class OnProposal(OfDraft):
    """A verb about what is proposed: `digest` names every word of it."""

    digest: Sha256 = Field(title="内容摘要 Digest")


class Approve(OnProposal):
    """Approval of exactly this pack."""


class SendBack(OnProposal):
    """Why it is not approved."""

    reason: Text = Field(title="退回原因 Reason")


class TakeBack(OnProposal):
    """A proposal that its author takes back."""


class Drop(OfDraft):
    """Why a draft is given up."""

    reason: Text = Field(title="原因 Reason")
