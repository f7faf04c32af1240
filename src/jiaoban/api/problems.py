"""One shape for everything that goes wrong: RFC 9457 `application/problem+json`, never a page, never a trace."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as BadRequest
from pydantic import ValidationError

from jiaoban.kernel.access import RIGHTS, ROLES
from jiaoban.kernel.refusal import BadInput, CommandReused, NotAllowed, NotFound
from jiaoban.kernel.verbs import Outcome
from jiaoban.kernel.words import Words
from jiaoban.kernel.wrong import wrong
from jiaoban.ledger import trouble
from jiaoban.ledger.files import FileLost
from jiaoban.ledger.keys import NoKey
from jiaoban.ledger.store import NotFounded
from jiaoban.org.door import NotProven

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, Words] = {
    400: Words(zh="请求不合要求", en="The request is not right"),
    401: Words(zh="没有凭证或凭证无效", en="No valid credential"),
    403: Words(zh="没有权限", en="Not allowed"),
    404: Words(zh="没有找到", en="Not found"),
    405: Words(zh="不支持这种方法", en="Method not allowed"),
    409: Words(zh="情况已有变化", en="It stands otherwise by now"),
    413: Words(zh="内容太大", en="Too large"),
    422: Words(zh="没有办成", en="Refused"),
    429: Words(zh="尝试过多，请稍后", en="Too many attempts"),
    500: Words(zh="服务器出错", en="The server failed"),
    503: Words(zh="暂时不能服务", en="Not available for a moment"),
    507: Words(zh="存储空间已满", en="Storage is full"),
}


class Problem(Exception):
    """Raised to answer with a problem at once."""

    def __init__(self, status: int, code: str, detail: Words, **more: Any) -> None:
        super().__init__(detail.zh)
        self.status, self.code, self.detail, self.more = status, code, detail, more


def answer(status: int, code: str, detail: Words, **more: Any) -> HttpResponse:
    """Return a problem as a response. `code` is stable; `title` and `detail` are in the reader's language."""
    language = get_language() or "zh"
    body = {
        "type": f"urn:jiaoban:problem:{code.partition(':')[0]}",
        "title": TITLES.get(status, TITLES[500]).in_(language),
        "status": status,
        "detail": detail.in_(language),
        "code": code,
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def refused(outcome: Outcome) -> HttpResponse:
    """Return a refusal: 422, or 409 where somebody's faster act caused it. It is an act; `seq` is its number."""
    refusal = outcome.refusal
    assert refusal is not None
    status = 409 if refusal.conflict else 422
    first = refusal.reasons[0]
    return answer(
        status,
        first.code,
        Words(zh="".join(one.why.zh for one in refusal.reasons), en=" ".join(one.why.en for one in refusal.reasons)),
        verb=refusal.verb,
        about=refusal.about,
        clauses=list(dict.fromkeys(one.clause for one in refusal.reasons if one.clause)),
        reasons=[one.model_dump(mode="json") for one in refusal.reasons],
        seq=outcome.acts[0].seq,
        repeated=outcome.repeated,
    )


@csrf_exempt
def unknown(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Answer an address that there is not, whatever the method: there is nothing there that a token could guard."""
    return answer(404, "not-found", Words(zh="没有这个地址。", en="There is no such address."))


def method_not_allowed(allowed: str) -> HttpResponse:
    """Answer a method that the address does not have."""
    response = answer(405, "method", Words(zh=f"这里只能用 {allowed}。", en=f"Use {allowed} here."))
    response.headers["Allow"] = allowed
    return response


def of(error: Exception) -> HttpResponse:
    """Return any exception as a problem; one that nobody foresaw is logged and told as 500 without its words."""
    if isinstance(error, Problem):
        return answer(error.status, error.code, error.detail, **error.more)
    if isinstance(error, NotProven):
        return _not_proven(error)
    if isinstance(error, BadInput):
        detail = Words(zh=f"{error.wrong.zh}{error.right.zh}", en=f"{error.wrong.en} {error.right.en}")
        return answer(400, "input", detail, errors=[_field(error.where, detail)])
    if isinstance(error, BadRequest):
        return _invalid(error.errors)
    if isinstance(error, ValidationError):
        return _invalid(error.errors(include_url=False, include_input=False))
    if isinstance(error, NotFound) and error.where:
        return _not_found_in(error.where)
    if isinstance(error, NotAllowed):
        return _not_allowed(error)
    for kind, status, code, detail in _PLAIN:
        if isinstance(error, kind):
            return answer(status, code, detail)
    if isinstance(error, trouble.STORE_ERRORS):  # after the others: a missing right is an OSError, too
        return _storage(error)
    if isinstance(error, HttpError):
        status = error.status_code
        return answer(status, "request", Words(zh="请求读不懂。", en=str(error)))
    log.error("The API failed.", exc_info=error)
    return answer(500, "failed", Words(zh="出错了，已经记录。", en="Something failed; it has been logged."))


def _not_found_in(where: str) -> HttpResponse:
    """Name the argument that names nothing: that it was sent is all that the answer tells."""
    says = Words(zh="没有这一项，或您看不到。", en="There is no such thing, or it is out of your sight.")
    detail = Words(zh=f"{where}：{says.zh}", en=f"{where}: {says.en}")
    return answer(404, "not-found", detail, errors=[_field(where, says)])


def _not_allowed(error: NotAllowed) -> HttpResponse:
    """Say which right is missing and which roles have it."""
    roles = [role for role, rights in RIGHTS.items() if error.right in rights]
    zh, en = "、".join(ROLES[role].zh for role in roles), ", ".join(ROLES[role].en for role in roles)
    detail = Words(
        zh=f"您没有这项权限。有权的是：{zh}。", en=f"You have not the right for it. Those who have it: {en}."
    )
    return answer(403, "not-allowed", detail, right=str(error.right), who=[str(role) for role in roles])


def _not_proven(error: NotProven) -> HttpResponse:
    if error.locked_until is None:
        return answer(
            403, "not-proven", Words(zh="签字人本人的账号密码缺少或不对。", en="The signer's own credential is wanted.")
        )
    until = error.locked_until.isoformat()
    detail = Words(zh=f"输错次数过多，{until} 之后再试。", en=f"Too many failures; try again after {until}.")
    response = answer(429, "locked", detail, locked_until=until)
    response.headers["Retry-After"] = "300"
    return response


def _invalid(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    told = [_field(_where(one.get("loc", ())), wrong(str(one["type"]), one.get("ctx") or {})) for one in errors]
    named = "、".join(dict.fromkeys(one["field"] for one in told if one["field"]))
    detail = Words(zh=f"请改正：{named or '请求内容'}。", en=f"To be corrected: {named or 'the body'}.")
    return answer(400, "invalid", detail, errors=told)


def _where(location: Iterable[Any]) -> str:
    parts = [str(part) for part in location]
    while parts and parts[0] in ("body", "query", "path", "header", "form", "file"):
        parts.pop(0)
    return ".".join(parts)


def _field(where: str, says: Words) -> dict[str, str]:
    return {"field": where, "zh": says.zh, "en": says.en}


def _storage(error: Exception) -> HttpResponse:
    log.error("The store does not answer.", exc_info=error)
    trouble.met(error)
    if trouble.is_full(error):
        return answer(507, "full", Words(zh="存储空间已满，没有写入。", en="Storage is full; nothing was written."))
    if isinstance(error, NoKey):
        detail = Words(
            zh="本站的签名密钥缺失或不是本站的，不能签字，没有写入。请管理员放回密钥。",
            en="The site's signing key is missing or foreign. Nothing was written. An administrator must put it back.",
        )
        return answer(503, "no-key", detail)
    detail = Words(  # it may have been lost in the very moment of the commit
        zh="数据库暂时不能用。请稍后用同一命令编号原样再发，不会重复写入。",
        en="The database cannot be used now. Send the same again later, with the same id: it is written once.",
    )
    return answer(503, "unavailable", detail)


_NOTHING = Words(zh="没有找到，或您看不到。", en="There is no such thing, or it is out of your sight.")
_PLAIN: tuple[tuple[type[Exception], int, str, Words], ...] = (
    (NotFound, 404, "not-found", _NOTHING),
    (NotFounded, 404, "not-found", _NOTHING),
    (FileLost, 404, "not-found", _NOTHING),
    (Http404, 404, "not-found", _NOTHING),
    (
        CommandReused,
        422,
        "command-reused",
        Words(zh="这个命令编号已用于别的内容。", en="This command id was used before for something else."),
    ),
    (AuthenticationError, 401, "credential", Words(zh="请登录，或带上有效的密钥。", en="Log in, or send a valid key.")),
    (RequestDataTooBig, 413, "too-large", Words(zh="内容太大。", en="The content is too large.")),
)
