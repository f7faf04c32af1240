"""What the verbs of this room are told. The titles are what a form shows."""

import unicodedata
from datetime import date
from operator import not_
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, model_validator

from jiaoban.kernel.access import Role
from jiaoban.kernel.shifts import ShiftPattern
from jiaoban.kernel.starts import EARLIEST, LATEST, Start
from jiaoban.kernel.verbs import Args
from jiaoban.kernel.words import Words
from jiaoban.org.acts import Need, PersonDescription, PostDescription, Subject
from jiaoban.regime.pack import Pack

NAME_LENGTH = 80
SENTENCE_LENGTH = 2000
MOST_SHIFTS = 48


def _named(words: Words) -> Words:
    if not words.zh.strip() or max(len(words.zh), len(words.en)) > NAME_LENGTH:
        raise ValueError(f"a name has 1 to {NAME_LENGTH} characters")
    return words


def _said(words: Words) -> Words:
    if not words.zh.strip() or max(len(words.zh), len(words.en)) > SENTENCE_LENGTH:
        raise ValueError(f"it has 1 to {SENTENCE_LENGTH} characters")
    return words


def _in_the_calendar(value: Start) -> Start:
    if not value.in_calendar:
        raise ValueError(f"a version begins between {EARLIEST} and {LATEST}")
    return value


def _normal(username: str) -> str:
    return unicodedata.normalize("NFKC", username)


Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""A key that people choose: small letters, digits, - and _."""
CrewCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$")]
Name = Annotated[Words, AfterValidator(_named)]
Sentence = Annotated[Words, AfterValidator(_said)]
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH)]
Username = Annotated[str, StringConstraints(pattern=r"^[\w.@+-]{0,150}$"), AfterValidator(_normal)]
"""An account's name as Django allows it; '' is a person without an account."""
QualificationName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LENGTH)]
Day = Annotated[date, Field(ge=EARLIEST, lt=LATEST)]
FirstHour = Annotated[Start, AfterValidator(_in_the_calendar)]
"""The day or the hour from which a version is in force."""
RegimeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SENTENCE_LENGTH)]


class NeedArgs(Args):
    """A line of a post's minimum complement."""

    qualification: QualificationName = Field(title="上岗资格 Qualification")
    at_least: int = Field(default=1, ge=1, le=99, title="至少人数 At least")


class SubjectArgs(Args):
    """A thing that is handed over one by one at a post."""

    key: Code = Field(title="代码 Key")
    name: PersonName = Field(title="名称 Name")


class FoundSite(Args):
    """The site to be founded."""

    code: Code = Field(title="厂站代码 Site code")
    name: Name = Field(title="厂站名称 Site name")
    zone: str = Field(max_length=60, title="时区 Time zone")
    demo: bool = Field(default=False, title="演示厂站 Demo site")


class FormCrew(Args):
    """A crew and its name."""

    crew: CrewCode = Field(title="班组代码 Crew code")
    name: Name = Field(title="班组名称 Crew name")


class PostArgs(Args):
    """A post, described as a whole."""

    post: Code = Field(title="岗位代码 Post key")
    name: Name = Field(title="岗位名称 Post name")
    regime: RegimeId = Field(title="交接班制度 Regime")
    pattern: ShiftPattern = Field(title="班次 Shifts")
    complement: tuple[NeedArgs, ...] = Field(default=(), max_length=20, title="最低配备 Complement")
    subjects: tuple[SubjectArgs, ...] = Field(default=(), max_length=500, title="逐项交接对象 Subjects")
    safe_state: Sentence | None = Field(default=None, title="批准的无人值守安全状态 Approved safe state")

    @model_validator(mode="after")
    def _sizes(self) -> "PostArgs":
        if len(self.pattern.shifts) > MOST_SHIFTS:
            raise ValueError(f"a pattern has at most {MOST_SHIFTS} shifts")
        for kind in self.pattern.shifts:
            if not 0 < len(kind.code) <= 20:
                raise ValueError("a shift code has 1 to 20 characters")
            _named(kind.name)
        return self

    def described(self) -> PostDescription:
        """Return the description that goes into the act."""
        return PostDescription(
            name=self.name,
            regime=self.regime,
            pattern=self.pattern,
            complement=tuple(Need(qualification=n.qualification, at_least=n.at_least) for n in self.complement),
            subjects=tuple(Subject(key=s.key, name=s.name) for s in self.subjects),
            safe_state=self.safe_state,
        )


class OpenPost(PostArgs):
    """A new post."""


class ChangePost(PostArgs):
    """A post as it is from now on."""


class PersonArgs(Args):
    """A person, described as a whole."""

    person: Code = Field(title="人员代码 Person key")
    name: PersonName = Field(title="姓名 Name")
    username: Username = Field(default="", title="登录名 Account name")
    crew: CrewCode | None = Field(default=None, title="班组 Crew")
    phone: str = Field(default="", max_length=40, title="电话 Telephone")

    def described(self, *, active: bool = True) -> PersonDescription:
        """Return the description that goes into the act."""
        return PersonDescription(
            name=self.name, username=self.username, crew=self.crew or "", phone=self.phone, active=active
        )


class AddPerson(PersonArgs):
    """A new person."""


class ChangePerson(PersonArgs):
    """A person as they are from now on; `active` false takes them off the site."""

    active: bool = Field(default=True, title="在岗 Still with us")


class SetCrew(Args):
    """A person and the crew that they join."""

    person: Code = Field(title="人员 Person")
    crew: CrewCode | None = Field(default=None, title="班组 Crew")


class RoleArgs(Args):
    """A role of a person, at one post or at the whole site."""

    person: Code = Field(title="人员 Person")
    role: Role = Field(title="角色 Role")
    post: Code | None = Field(default=None, title="岗位（空为全站）Post, none for the whole site")


class GrantRole(RoleArgs):
    """A role to be given."""


class RevokeRole(RoleArgs):
    """A role to be taken."""


class Qualify(Args):
    """A certificate; with the number of one that the person holds, it is renewed."""

    person: Code = Field(title="人员 Person")
    qualification: QualificationName = Field(title="上岗资格 Qualification")
    number: str = Field(default="", max_length=60, title="证号 Number")
    valid_from: Day = Field(title="生效日 Valid from")
    valid_to: Day | None = Field(default=None, title="失效日（不含）Valid to, exclusive")


class Disqualify(Args):
    """The end of a qualification."""

    person: Code = Field(title="人员 Person")
    qualification: QualificationName = Field(title="上岗资格 Qualification")
    from_day: Day = Field(title="自何日起 From")
    reason: Reason = Field(title="原因 Reason")


class AdoptRegime(Args):
    """A version of a regime; its pack is stored under the digest before, and its files as one archive (`source`)."""

    regime: RegimeId = Field(title="制度 Regime")
    version: str = Field(min_length=1, max_length=40, title="版本 Version")
    digest: Digest = Field(title="制度包摘要 Digest of the pack")
    effective_from: FirstHour = Field(title="生效时刻 Effective from")
    source: Digest | Literal[""] = Field(default="", exclude_if=not_, title="原文件 Files as written")

    @classmethod
    def of(cls, pack: Pack, effective_from: Start | None = None, source: str = "") -> "AdoptRegime":
        """Return what is to be said of a pack; the moment defaults to the one that the pack names."""
        return cls(
            regime=pack.head.id,
            version=pack.head.version,
            digest=pack.digest,
            effective_from=effective_from or pack.head.effective_from,
            source=source,
        )


class MoveClock(Args):
    """The zone by which the site's clock goes from a moment on; without a moment from the next full minute on."""

    zone: str = Field(max_length=60, title="新时区 New time zone")
    from_at: AwareDatetime | None = Field(default=None, title="自何时起 From")
    reason: Reason = Field(title="原因 Reason")


class SetClock(Args):
    """The moment to which the clock of a demo site is set."""

    to: AwareDatetime = Field(title="时间 Moment")
