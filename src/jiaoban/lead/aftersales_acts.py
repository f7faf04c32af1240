"""The kinds of act by which customers are looked after once they have bought. What is said of them is a reference."""

from jiaoban.kernel.act import Payload
from jiaoban.kernel.personal import PersonalRef


class CaredFor(Payload, kind="lead.cared_for"):
    """Somebody asked a customer how things are. When that was is the act's `occurred_at`. `answers`: what the regime
    wants asked, as one text; `photos`: the pictures that show it."""

    SUBJECT, PERSONAL = "lead", ("answers",)
    lead: str
    care: str
    person: str
    answers: PersonalRef
    photos: tuple[str, ...]


class CareStruck(Payload, kind="lead.care_struck"):
    """It did not happen, or happened otherwise. It stays in the book, and counts no longer."""

    lead: str
    care: str
    reason: str


class TeacherBriefed(Payload, kind="lead.teacher_briefed"):
    """The customer's situation is told to the class teacher."""

    SUBJECT, PERSONAL = "lead", ("situation",)
    lead: str
    teacher: str
    situation: PersonalRef


class BriefingTaken(Payload, kind="lead.briefing_taken"):
    """The class teacher takes the customer over."""

    lead: str


class CareEntrusted(Payload, kind="lead.care_entrusted"):
    """From now on somebody else looks after the customer."""

    lead: str
    person: str
    reason: str


class CareEnded(Payload, kind="lead.care_ended"):
    """The customer is looked after no longer (has left, wants no calls): what is not due yet falls away."""

    lead: str
    reason: str
