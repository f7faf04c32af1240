"""Every verb of the program as an address of its own: POST .../{room}/{verb}, its arguments as the body.

The command id makes a repetition harmless: the header `Idempotency-Key`, or the field `command`. A verb that is signed
also wants the signer's own `credential`, whoever holds the key or the session.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router
from pydantic import BaseModel, ConfigDict, Field, create_model

from jiaoban.api.problems import Problem, refused
from jiaoban.api.shapes import CarriedOut
from jiaoban.api.visiting import Code
from jiaoban.api.watch import act_seen
from jiaoban.kernel.fields import Moment
from jiaoban.kernel.verbs import Outcome, Verb, verbs
from jiaoban.kernel.words import Words
from jiaoban.org import door
from jiaoban.org.door import Visit

CommandId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:\-]{8,64}$")]
OWN = frozenset({"command", "device_at", "credential"})
"""What a body says beside the arguments of its verb."""
INTERNAL = frozenset({"org.found_site"})
"""Verbs that the program alone carries out."""


class Credential(BaseModel):
    """The signer's own account and password: proof of this one command, never stored."""

    model_config = ConfigDict(extra="forbid")
    username: str = Field(max_length=150)
    password: str = Field(max_length=4096)


def router() -> Router:
    """Return the router of all verbs that are declared now."""
    made = Router()
    for verb in verbs():
        if verb.name not in INTERNAL:
            _add(made, verb)
    return made


def body_of(verb: Verb[Any]) -> type[BaseModel]:
    """Return the model of a verb's body: its arguments, the command id, and for signed verbs the credential."""
    fields: dict[str, Any] = {
        "command": (CommandId | None, Field(default=None, title="命令编号 Command id, else Idempotency-Key")),
        "device_at": (Moment | None, Field(default=None, title="设备时间 The device's own clock")),
    }
    if verb.signed:
        fields["credential"] = (Credential, Field(title="签字人本人的账号密码 The signer's own credential"))
    clash = OWN & set(verb.args.model_fields)
    if clash:
        raise TypeError(f"{verb.name} has an argument called {', '.join(clash)}, which the API needs for itself")
    name = "".join(part.capitalize() for part in verb.name.replace(".", "_").split("_"))
    return create_model(name, __base__=verb.args, __doc__=verb.args.__doc__, **fields)


def _add(made: Router, verb: Verb[Any]) -> None:
    room, _, action = verb.name.partition(".")
    place = "/sites/{site}" if verb.scope == "site" else "/sites/{site}/posts/{post}"
    made.post(
        f"{place}/{room}/{action}",
        response={200: CarriedOut},
        operation_id=verb.name.replace(".", "_"),
        summary=verb.says,
        tags=[room],
    )(_at_site(verb) if verb.scope == "site" else _at_post(verb))


def _at_post(verb: Verb[Any]) -> Callable[..., Any]:
    body_model = body_of(verb)

    def do(
        request: HttpRequest,
        site: Code,
        post: Code,
        body: body_model,  # type: ignore[valid-type]  # made a line above
        idempotency_key: Annotated[CommandId | None, Header(alias="Idempotency-Key")] = None,
    ) -> HttpResponse | CarriedOut:
        return carry_out(request, verb, site, post, body, idempotency_key)

    return do


def _at_site(verb: Verb[Any]) -> Callable[..., Any]:
    body_model = body_of(verb)

    def do(
        request: HttpRequest,
        site: Code,
        body: body_model,  # type: ignore[valid-type]  # made a line above
        idempotency_key: Annotated[CommandId | None, Header(alias="Idempotency-Key")] = None,
    ) -> HttpResponse | CarriedOut:
        return carry_out(request, verb, site, "", body, idempotency_key)

    return do


def carry_out(
    request: HttpRequest, verb: Verb[Any], site: str, post: str, body: Any, key: str | None
) -> HttpResponse | CarriedOut:
    """Carry a verb out and answer with its acts, or with its refusal."""
    visit = door.enter(request.user, site)
    if verb.signed:
        visit = visit.as_signer(body.credential.username, body.credential.password, request)
    # The body is a kind of the arguments and was validated as such.
    said = verb.args.model_construct(**{name: getattr(body, name) for name in verb.args.model_fields})
    device_at: datetime | None = body.device_at
    command = _command(body.command, key)
    outcome = visit.do(verb.name, said, command=command, post=post, device_at=device_at, here=visit.site)
    return refused(outcome) if outcome.refusal is not None else _done(visit, outcome)


def _command(in_body: str | None, in_header: str | None) -> str:
    if in_body and in_header and in_body != in_header:
        what = Words(zh="Idempotency-Key 与 command 不一致。", en="Idempotency-Key and command differ.")
        raise Problem(400, "command-differs", what)
    command = in_body or in_header
    if not command:
        what = Words(
            zh="缺少命令编号：请在 Idempotency-Key 或 command 中给出，重发时不变。",
            en="No command id: give one as Idempotency-Key or command, the same when you repeat it.",
        )
        raise Problem(400, "command-missing", what)
    return command


def _done(visit: Visit, outcome: Outcome) -> CarriedOut:
    return CarriedOut(acts=[act_seen(visit, act) for act in outcome.acts], repeated=outcome.repeated)
