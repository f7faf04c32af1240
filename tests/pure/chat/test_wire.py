"""What is posted to each service, and which answers are a yes."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.chat.rules import answers
from jiaoban.chat.rules.addresses import need_address, need_secret
from jiaoban.chat.rules.answers import answered, hidden, pause, rest
from jiaoban.chat.rules.wire import CUT, fitting, request_of, signed
from jiaoban.chat.terms import SERVICES, Service
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.saying import Said, field, lines, quoted
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from tests.receiver import Receiver

AT = datetime.now(UTC)
SERVICE_NAMES: tuple[Service, ...] = tuple(SERVICES)
SECRETS: dict[str, str] = {"DINGTALK": "SEC0f9+/=", "FEISHU": "zs0Tplus/"}


def receiver(*signed_ones: str) -> Receiver:
    return Receiver(port=9, secrets={one: SECRETS[one] for one in signed_ones})


def sent(
    to: Receiver, service: Service, said: Said, secret: str = "", at: datetime = AT
) -> tuple[int, dict[str, object]]:
    made = request_of(service, to.url(service), secret, said, at, "zh")
    parts = urlsplit(made.url)
    return to.judge(f"{parts.path}?{parts.query}", "application/json; charset=utf-8", made.body)


@pytest.mark.parametrize("service", SERVICE_NAMES)
@pytest.mark.parametrize("with_secret", [False, True])
def test_every_service_takes_what_we_send(service: Service, with_secret: bool) -> None:
    secret = SECRETS.get(service, "") if with_secret else ""
    to = receiver(*([service] if secret else []))
    status, answer = sent(to, service, Said("日报", lines(field(CHINESE, "客流", "12"), "- 一", "- 二")), secret)
    assert answered(service, status, json.dumps(answer).encode()).sent, answer
    assert "客流" in json.dumps(to.taken, ensure_ascii=False)


@given(secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60))
def test_any_secret_signs_so_that_the_service_agrees(secret: str) -> None:
    for service in ("DINGTALK", "FEISHU"):
        to = Receiver(port=9, secrets={service: secret})
        assert sent(to, service, Said("a", "b"), secret)[1].get("errcode", 0) == 0
        assert to.taken, to.refused


@pytest.mark.parametrize("service", ["DINGTALK", "FEISHU"])
def test_a_wrong_secret_or_hour_is_refused_and_told_in_the_services_words(service: Service) -> None:
    to = receiver(service)
    for secret, at in (("wrong", AT), ("", AT), (SECRETS[service], datetime(2020, 1, 1, tzinfo=UTC))):
        status, answer = sent(to, service, Said("a", "b"), secret, at)
        came = answered(service, status, json.dumps(answer).encode())
        assert came.failure == "REFUSED"
        assert came.says
        assert not to.taken


def test_the_signatures_are_those_that_other_programs_make() -> None:
    """Made with `openssl dgst -sha256 -hmac`, for the secrets in the services' own examples."""
    url = signed(
        "https://oapi.dingtalk.com/robot/send?access_token=x", "this is secret", datetime.fromtimestamp(1.5, UTC)
    )
    asked = parse_qs(urlsplit(url).query)
    assert asked == {
        "access_token": ["x"],
        "timestamp": ["1500"],
        "sign": ["C/QuFC/8cd48RYslrRGi2ChkpSxh5rb5ZGSTwP5DgbI="],
    }
    feishu = request_of("FEISHU", "https://x/y", "demo", Said("a", "b"), datetime.fromtimestamp(1599360473, UTC), "zh")
    assert json.loads(feishu.body)["sign"] == "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8="
    assert feishu.url == "https://x/y"


@given(st.text(st.sampled_from('汉字ab\n"\\ 😀'), max_size=9000))
def test_a_message_of_any_length_fits(text: str) -> None:
    for service in SERVICE_NAMES:
        to = receiver()
        sent(to, service, Said("题" * 300, text or "x"))
        assert to.taken, to.refused


def test_what_is_cut_ends_with_a_line_and_says_so() -> None:
    text = "\n".join(f"第 {n} 行" for n in range(1000))
    cut = fitting(text, lambda one: len(one.encode()), 400, "zh-hans")
    kept, _, last = cut.rpartition("\n")
    assert last == CUT["zh"]
    assert text.startswith(f"{kept}\n")
    assert len(cut.encode()) <= 400
    assert fitting("x" * 500, len, 300, "en").endswith(f"x\n{CUT['en']}")
    assert fitting(text, len, len(text), "zh") == text


def test_what_people_write_marks_nothing_up_and_calls_nobody() -> None:
    said = quoted('<at user_id="all">所有人</at> [点这里](http://evil) **急** <@all> @13800000000\n# 大标题')
    assert not set("<>[]*@") & set(said)
    assert "\n#" not in said
    assert quoted("1#机组，水位 3.5 m") == "1#机组，水位 3.5 m"
    assert field(ENGLISH, "Guests", "a*b") == "**Guests**: a＊b"


@pytest.mark.parametrize(
    ("service", "status", "body", "failure"),
    [
        ("DINGTALK", 200, b'{"errcode":0,"errmsg":"ok"}', None),
        ("DINGTALK", 200, b'{"errcode":"0","errmsg":"ok"}', None),
        ("DINGTALK", 500, b'{"errcode":0,"errmsg":"ok"}', "BAD_ANSWER"),
        ("DINGTALK", 200, b'{"errcode":310000,"errmsg":"keywords not in content"}', "REFUSED"),
        ("DINGTALK", 200, b'{"errcode":130101,"errmsg":"send too fast"}', "TOO_FAST"),
        ("WECOM", 200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', "TOO_FAST"),
        ("WECOM", 200, b'{"code":0}', "BAD_ANSWER"),
        ("WECOM", 429, b'{"errcode":1,"errmsg":"x"}', "TOO_FAST"),
        ("FEISHU", 200, b'{"code":0,"msg":"success"}', None),
        ("FEISHU", 200, b'{"StatusCode":0,"StatusMessage":"success"}', None),
        ("FEISHU", 200, b'{"StatusCode":0,"code":19021,"msg":"sign match fail"}', "REFUSED"),
        ("FEISHU", 200, b'{"code":9499,"msg":"too many request"}', "TOO_FAST"),
        ("FEISHU", 200, b'{"code":9499,"msg":"Bad Request"}', "REFUSED"),
        ("FEISHU", 200, b'{"code":11232,"msg":"frequency limited"}', "TOO_FAST"),
        ("FEISHU", 200, b'{"code":true}', "BAD_ANSWER"),
        ("FEISHU", 302, b'{"code":0}', "REDIRECTED"),
        ("FEISHU", 200, b"[" * 60_000, "BAD_ANSWER"),
        ("FEISHU", 200, b"\xff", "BAD_ANSWER"),
        ("FEISHU", 200, b'[{"code":0}]', "BAD_ANSWER"),
    ],
)
def test_only_a_plain_yes_is_a_yes(service: Service, status: int, body: bytes, failure: str | None) -> None:
    assert answered(service, status, body).failure == failure


def test_the_services_words_are_kept_short_plain_and_without_our_secrets() -> None:
    came = answered("WECOM", 200, json.dumps({"errcode": 7, "errmsg": "a\nb\u202e" + "c" * 999}).encode())
    assert came.says.startswith("7 a b c")
    assert len(came.says) == answers.LONGEST_ANSWER
    assert hidden("token T0 of S1 is wrong", "T0", "S1", "") == "token … of … is wrong"


def test_pauses_grow_and_a_busy_service_is_left_alone() -> None:
    waits = [pause(tries) for tries in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0].total_seconds() == 10
    assert waits[-1].total_seconds() == 3600
    assert rest("DINGTALK", "TOO_FAST", 1).total_seconds() == 600
    assert rest("WECOM", "UNREACHABLE", 9) == answers.LONGEST_REST
    assert 60 / answers.SPACING.total_seconds() <= 19


GOOD = {
    "DINGTALK": "https://oapi.dingtalk.com/robot/send?access_token=x",
    "WECOM": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x",
    "FEISHU": "https://open.feishu.cn/open-apis/bot/v2/hook/x",
}


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_the_services_own_addresses_are_taken(service: Service) -> None:
    assert need_address(service, GOOD[service], ()) == urlsplit(GOOD[service]).hostname


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ("DINGTALK", ""),
        ("DINGTALK", GOOD["WECOM"]),
        ("DINGTALK", "https://oapi.dingtalk.com/robot/send"),
        ("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token="),
        ("DINGTALK", f"{GOOD['DINGTALK']}&timestamp=1&sign=x"),
        ("DINGTALK", "http://oapi.dingtalk.com/robot/send?access_token=x"),
        ("DINGTALK", "https://oapi.dingtalk.com@evil.example/robot/send?access_token=x"),
        ("DINGTALK", "https://oapi.dingtalk.com.evil.example/robot/send?access_token=x"),
        ("DINGTALK", "https://127.0.0.1/robot/send?access_token=x"),
        ("DINGTALK", "https://169.254.169.254/robot/send?access_token=x"),
        ("DINGTALK", "https://[::1]/robot/send?access_token=x"),
        ("DINGTALK", "https://[::1/robot/send?access_token=x"),
        ("DINGTALK", "https://oapi.dingtalk.com:99999/robot/send?access_token=x"),
        ("DINGTALK", "ftp://oapi.dingtalk.com/robot/send?access_token=x"),
        ("DINGTALK", "file:///etc/passwd?access_token=x"),
        ("DINGTALK", f"{GOOD['DINGTALK']}#x"),
        ("DINGTALK", f"{GOOD['DINGTALK']}\r\nHost: evil"),
        ("DINGTALK", f"https://me:pw@oapi.dingtalk.com/robot/send?access_token=x{'x' * 1000}"),
        ("DINGTALK", "https://user:pw@oapi.dingtalk.com/robot/send?access_token=x"),
        ("WECOM", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?token=x"),
        ("FEISHU", "https://open.feishu.cn/"),
        ("FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/汉"),
    ],
)
def test_other_addresses_are_refused_with_what_would_be_right(service: Service, url: str) -> None:
    with pytest.raises(BadInput) as refused:
        need_address(service, url, ("chat.plant.example",))
    assert refused.value.where == "url"
    assert refused.value.wrong.en
    assert refused.value.right.en


def test_whoever_runs_the_machine_allows_other_computers() -> None:
    own = "https://chat.plant.example:8443/robot/send?access_token=x"
    assert need_address("DINGTALK", own, ("chat.plant.example",)) == "chat.plant.example"
    assert need_address("DINGTALK", own, ("chat.plant.example:8443",)) == "chat.plant.example"
    for hosts in ((), ("chat.plant.example:443",), ("plant.example",)):
        with pytest.raises(BadInput):
            need_address("DINGTALK", own, hosts)
    with pytest.raises(BadInput):  # without TLS only on this very machine, and only where that was allowed
        need_address("DINGTALK", own.replace("https", "http"), ("chat.plant.example",))
    loop = "http://127.0.0.1:8000/robot/send?access_token=x"
    assert need_address("DINGTALK", loop, ("127.0.0.1:8000",)) == "127.0.0.1"
    with pytest.raises(BadInput):
        need_address("DINGTALK", loop, ("127.0.0.1:9000",))


def test_secrets_that_no_service_gave_are_refused() -> None:
    need_secret("DINGTALK", "SECabc")
    need_secret("WECOM", "")
    for service, secret in (("WECOM", "x"), ("FEISHU", "a b"), ("DINGTALK", "密"), ("DINGTALK", "x" * 201)):
        with pytest.raises(BadInput):
            need_secret(service, secret)  # type: ignore[arg-type]
