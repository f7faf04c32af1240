"""Which addresses messages may go to: those of the computers that whoever runs this installation allows, by https."""

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qs, urlsplit

from jiaoban.chat.terms import SERVICES, Service
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words

PUBLIC: dict[str, Service] = {
    "oapi.dingtalk.com": "DINGTALK",
    "api.dingtalk.com": "DINGTALK",
    "qyapi.weixin.qq.com": "WECOM",
    "open.feishu.cn": "FEISHU",
    "open.larksuite.com": "FEISHU",
}
"""The services' own computers; others are a setting of the installation, `JIAOBAN_CHAT_HOSTS`."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
LONGEST = 1000
"""Characters of an address."""
LONGEST_SECRET = 200
_PLAIN = re.compile(r"[\x21-\x7e]+")
_KEYS: dict[Service, str] = {"DINGTALK": "access_token", "WECOM": "key"}
"""What the query of an address must name."""
_SAMPLES: dict[Service, str] = {
    "DINGTALK": "https://oapi.dingtalk.com/robot/send?access_token=…",
    "WECOM": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    "FEISHU": "https://open.feishu.cn/open-apis/bot/v2/hook/…",
}


def need_address(service: Service, url: str, hosts: Iterable[str]) -> str:
    """Return the computer that an address names. `hosts` are those that the installation allows besides the public
    ones, as `host` or `host:port`. Raises `BadInput` at `url`."""
    if not url:
        raise _wrong("请填写机器人的地址。", "Give the address of the robot. ", service)
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        raise _wrong(
            "地址过长，或含有空格、汉字。", "The address is too long, or holds spaces or other signs. ", service
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong("这不是一个网址。", "This is no address. ", service) from None
    _need_reachable(service, parts, host, hosts)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _wrong("地址中不能有账号，也不能有 #。", "The address may hold neither an account nor a #. ", service)
    _need_key(service, parts)
    return host


def _need_reachable(service: Service, parts: SplitResult, host: str, hosts: Iterable[str]) -> None:
    allowed = set(hosts)
    if parts.scheme not in ("https", "http") or not host:
        raise _wrong("地址应以 https:// 开头。", "The address must begin with https://. ", service)
    if host not in PUBLIC and host not in allowed and parts.netloc.lower() not in allowed:
        raise BadInput(
            "url",
            Words(
                zh=f"不允许向 {host} 发送消息。",
                en=f"Messages may not go to {host}. ",
            ),
            Words(
                zh="请用服务商给出的地址；自建服务请由维护人员把它写进 JIAOBAN_CHAT_HOSTS。",
                en="Use the address that the service gives; a server of your own is allowed by JIAOBAN_CHAT_HOSTS.",
            ),
        )
    if parts.scheme == "http" and host not in LOOPBACK:
        raise _wrong("地址应以 https:// 开头。", "The address must begin with https://. ", service)
    owner = PUBLIC.get(host)
    if owner is not None and owner != service:
        right = SERVICES[owner]
        raise BadInput(
            "url",
            Words(zh=f"这是{right.zh}的地址。", en=f"This is an address of {right.en}. "),
            Words(
                zh=f"请把服务改为{right.zh}，或换成{SERVICES[service].zh}的地址。",
                en=f"Choose {right.en}, or give an address of {SERVICES[service].en}.",
            ),
        )


def _need_key(service: Service, parts: SplitResult) -> None:
    asked = parse_qs(parts.query, keep_blank_values=True)
    wanted = _KEYS.get(service)
    if wanted is not None and not any(asked.get(wanted, ())):
        raise _wrong(f"地址中没有 {wanted}=…。", f"The address lacks {wanted}=…. ", service)
    if service == "DINGTALK" and {"timestamp", "sign"} & asked.keys():
        raise _wrong(
            "地址中已有 timestamp 或 sign；它们每次发送时才算出。",
            "The address holds timestamp or sign; these are made anew for each message. ",
            service,
        )
    if service == "FEISHU" and not parts.path.rsplit("/", 1)[-1]:
        raise _wrong("地址不完整。", "The address is not whole. ", service)


def need_secret(service: Service, secret: str) -> None:
    """Refuse a secret that the service could not have given. Raises `BadInput` at `secret`."""
    if not secret:
        return
    if service == "WECOM":
        raise BadInput(
            "secret",
            Words(zh="企业微信的机器人没有加签密钥。", en="Robots of WeCom have no signing secret. "),
            Words(zh="请留空。", en="Leave it empty."),
        )
    if len(secret) > LONGEST_SECRET or not _PLAIN.fullmatch(secret):
        raise BadInput(
            "secret",
            Words(zh="密钥过长，或含有空格、汉字。", en="The secret is too long, or holds spaces or other signs. "),
            Words(zh="请从机器人的安全设置中整段复制。", en="Copy it whole from the robot's security settings."),
        )


def _wrong(zh: str, en: str, service: Service) -> BadInput:
    sample = _SAMPLES[service]
    return BadInput("url", Words(zh=zh, en=en), Words(zh=f"应像这样：{sample}", en=f"It looks like {sample}"))
