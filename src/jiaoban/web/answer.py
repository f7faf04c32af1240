"""What is said to somebody whose form was not carried out: in their words, with everything that they had typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from jiaoban.handover.assess import MOST_NAMED
from jiaoban.kernel.access import ROLES, Role
from jiaoban.kernel.refusal import BadInput, Reason, Refusal
from jiaoban.kernel.words import Words
from jiaoban.kernel.wrong import wrong
from jiaoban.regime.pack import Pack

PARTIES = {
    "outgoing": Words(zh="交班人", en="outgoing side"),
    "incoming": Words(zh="接班人", en="incoming side"),
    "supervisor": Words(zh="值长", en="shift supervisor"),
    "third": Words(zh="第三方", en="third party"),
    "joint": Words(zh="双方", en="both sides"),
    "site": Words(zh="单位", en="the site"),
    "author": Words(zh="记录人本人", en="the author"),
    "administrator": Words(zh="管理员", en="administrator"),
    "owner": Words(zh="跟进人", en="whoever follows it"),
    "follower": Words(zh="跟进人", en="whoever followed it"),
    "asker": Words(zh="申请人", en="whoever asked"),
    "receiver": Words(zh="接收人", en="whoever is to take it over"),
    "recalled": Words(zh="被召回的人", en="whoever is called back"),
    "head": Words(zh="部门负责人", en="head of department"),
}
"""Who can lift something, by the word that rules use."""


def party(one: str, pack: Pack | None) -> Words:
    """Return what a party is called: as its regime calls it, else as everywhere."""
    called: Words | None = getattr(pack.head.calls, one, None) if pack else None
    named = next((rule.title for rule in pack.handover.authorities if rule.id == one), None) if pack else None
    return called or named or PARTIES[one]


def is_party(one: str, pack: Pack | None) -> bool:
    """Say whether a word names a party, or an authority of the regime."""
    return one in PARTIES or (pack is not None and any(rule.id == one for rule in pack.handover.authorities))


def role(one: Role, pack: Pack | None) -> Words:
    """Return what a role is called: as the regime calls it, else as everywhere."""
    called: Words | None = getattr(pack.head.calls, one.lower(), None) if pack else None
    return called or ROLES[one]


@dataclass(frozen=True)
class Answer:
    """A form that was not carried out: `form` is its id, `values` what was typed, by field, in order.

    `errors` are sentences by field name ('' the form as a whole); `refusals` are in the form of parts/refusal.html.
    """

    form: str
    status: int
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refusals: Sequence[Mapping[str, Any]] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> list[str]:
        """Every mistake as a sentence, with the name of its field; one of a section's own fields names it itself."""
        colon = "：" if (get_language() or "zh").startswith("zh") else ": "
        return [
            f"{label}{colon}{said}"
            if (label := self.labels.get("" if name[:7] == "fields." else name.split(".")[0]))
            else said
            for name, all_said in self.errors.items()
            for said in all_said
        ]

    def typed(self, name: str) -> str:
        """Return what stood in a field."""
        return next(iter(self.values.get(name, ())), "")


def refusals(refusal: Refusal, pack: Pack | None, language: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the reasons of a refusal as parts/refusal.html draws them, with the clause in the reader's words.

    Several reasons that no clause gives, such as fields left empty, make one notice.
    """
    plain = [reason for reason in refusal.reasons if not reason.clause]
    if len(plain) < 2:
        return [refused(reason, pack, language, names) for reason in refusal.reasons]
    parties = tuple(dict.fromkeys(one for reason in plain for one in reason.who))
    together = {
        "code": plain[0].code,
        "what": gettext("还不能提交"),
        "why": [reason.why.in_(language) for reason in plain],
        "clause": None,
        "lifts": list(dict.fromkeys(reason.lifts.in_(language) for reason in plain)),
        "who": who(parties, language, names, pack),
    }
    cited = [refused(reason, pack, language, names) for reason in refusal.reasons if reason.clause]
    return [together, *cited]


def refused(reason: Reason, pack: Pack | None, language: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one reason to refuse as parts/refusal.html draws it. `names` are people by key."""
    lifts = reason.lifts.in_(language)
    return {
        "code": reason.code,
        "what": reason.why.in_(language),
        "names": list(reason.names) if len(reason.names) > MOST_NAMED else [],  # fewer stand in the sentence
        "clause": clause(reason.clause, pack, language),
        "lifts": [lifts] if lifts else [],
        "who": who(reason.who, language, names, pack),
    }


def who(keys: Sequence[str], language: str, names: Mapping[str, str], pack: Pack | None = None) -> str:
    """Return the people or parties that can do something, as a list in words."""
    said = [party(one, pack).in_(language) if is_party(one, pack) else names.get(one, one) for one in keys]
    return ("、" if language.startswith("zh") else ", ").join(said)


def clause(clause_id: str, pack: Pack | None, language: str) -> dict[str, str] | None:
    """Return a clause as parts/clause.html draws it, or None for none. An unknown one is shown by its id."""
    if not clause_id:
        return None
    found = pack.by_clause.get(clause_id) if pack else None
    if found is None:
        return {"number": clause_id, "says": ""}
    return {"number": found.number, "says": found.says.in_(language), "id": clause_id}


def simple(what: str, lifts: str, who_can: str = "") -> dict[str, Any]:
    """Return a refusal that no rule gave but the door itself."""
    return {"code": "", "what": what, "why": [], "clause": None, "lifts": [lifts] if lifts else [], "who": who_can}


def bad_input(error: BadInput, language: str) -> dict[str, list[str]]:
    """Return the errors by field of input that a use case found senseless."""
    between = "" if language.startswith("zh") else " "
    return {error.where: [f"{error.wrong.in_(language)}{between}{error.right.in_(language)}"]}


def unclear(typed: Mapping[str, Any], error: BadInput, language: str) -> Answer:
    """Return what is said to somebody whose question to a page (its fields as they were sent) was not clear."""
    values = {name: [str(one) for one in held] for name, held in dict(typed).items()}
    return Answer(form="", status=422, values=values, errors=bad_input(error, language))


def field_errors(error: ValidationError) -> dict[str, list[str]]:
    """Return the errors by field, in the reader's language; a field inside another counts as the outer one.

    A page shows the choices itself, in words, so their codes are not listed.
    """
    found: dict[str, list[str]] = {}
    for one in error.errors():
        where = str(one["loc"][0]) if one["loc"] else ""
        about = {name: value for name, value in (one.get("ctx") or {}).items() if name != "expected"}
        said = wrong(one["type"], about).in_(get_language() or "zh")
        if said not in found.setdefault(where, []):
            found[where].append(said)
    return found


def locked(until: datetime | None) -> str:
    """Return the sentence for a signer who did not prove themselves."""
    if until is None:
        return gettext("账号或密码不对，请由签字人本人输入。")
    return gettext("密码输错次数过多，请在 {time} 之后再试。").format(time=f"{timezone.localtime(until):%H:%M}")
