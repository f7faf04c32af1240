"""A first pack of a regime from a few answers: small, commented, good as it stands, with scenarios that pass."""

import json
import re
from dataclasses import dataclass
from datetime import date, time
from importlib.resources import files
from string import Template
from zoneinfo import available_timezones

from jiaoban.kernel.starts import Start
from jiaoban.kernel.words import Words

PARTS = (
    "pack.yaml",
    "clauses.yaml",
    "handover.yaml",
    "ambiguities.yaml",
    "scenarios/common.yaml",
    "scenarios/handover.yaml",
)
HISTORY = "CHANGELOG.md"
LONGEST = 200
_CODE = re.compile(r"[a-z][a-z0-9]{0,19}")
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_DAY = 24 * 60
_HOUR = 60
MOST_SHIFTS = 6
NAMES: dict[tuple[int, bool], tuple[str, ...]] = {
    (2, False): ("白班", "夜班"),
    (2, True): ("夜班", "白班"),
    (3, False): ("早班", "中班", "夜班"),
    (3, True): ("夜班", "白班", "中班"),
}
"""What shifts are called, by how many there are and whether the first one begins in the night."""


class BadAnswer(ValueError):
    """An answer from which no pack can be made; `words` say what is wrong and what would be right."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.words = Words(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked before a pack is begun. Of title, issuer and post one language is enough.

    `day` and `hour` are when it takes effect. `shifts` are the clock times at which the shifts of the post begin; each
    ends when the next one begins.
    """

    code: str
    title: Words
    issuer: Words
    post: Words
    day: date
    hour: time = time()
    shifts: tuple[str, ...] = ("08:00", "20:00")
    zone: str = "Asia/Shanghai"
    lead: int = 10
    number: str = "1"
    approver: str = "待定 to be named"


def begin(answers: Answers) -> dict[str, str]:
    """Return the files of the new pack by name. Raises `BadAnswer`."""
    said = _filled(answers)
    folder = files("jiaoban.regime") / "starter"
    made = {name: Template((folder / name).read_text(encoding="utf-8")).substitute(said) for name in PARTS}
    made[HISTORY] = f"# {answers.title.zh or answers.title.en}\n\n- 0.1: 初稿 first draft\n"
    return made


def _filled(answers: Answers) -> dict[str, str]:
    if not _CODE.fullmatch(answers.code):
        raise BadAnswer(
            f"编号「{answers.code[:40]}」不能用：用小写字母开头，后面小写字母或数字，最多 20 个，例如 pump。",
            f'"{answers.code[:40]}" is no code: at most 20 small letters and digits, a letter first, such as pump.',
        )
    if not 0 < answers.lead <= _HOUR:
        raise BadAnswer("提前到岗应是 1 到 60 分钟。", "One comes 1 to 60 minutes early.")
    if answers.zone not in available_timezones():
        raise BadAnswer(
            f"没有「{answers.zone[:60]}」这个时区，例如 Asia/Shanghai。",
            f'There is no time zone "{answers.zone[:60]}"; there is Asia/Shanghai, for example.',
        )
    title, issuer = _both("标题", "title", answers.title), _both("发布单位", "issuer", answers.issuer)
    post = _both("岗位", "post", answers.post)
    return {
        "code": answers.code,
        "number": _quoted("文号", "number", answers.number),
        "approver": _quoted("批准人", "approver", answers.approver),
        "day": answers.day.isoformat(),
        "begins": str(Start(answers.day, answers.hour)),
        "lead": str(answers.lead),
        "zone": answers.zone,
        "title_zh": _quoted("标题", "title", title.zh),
        "title_en": _quoted("标题", "title", title.en),
        "issuer_zh": _quoted("发布单位", "issuer", issuer.zh),
        "issuer_en": _quoted("发布单位", "issuer", issuer.en),
        "interpreted_zh": _quoted("发布单位", "issuer", f"本制度由{issuer.zh}解释。"),
        "interpreted_en": _quoted("发布单位", "issuer", f"This document is interpreted by {issuer.en}."),
        "post_zh": _quoted("岗位", "post", post.zh),
        "post_en": _quoted("岗位", "post", post.en),
        **_shifts(answers.shifts, answers.lead),
    }


def _both(zh: str, en: str, words: Words) -> Words:
    """Return the words in both languages: what is there stands for what is not there yet."""
    if not words.zh.strip() and not words.en.strip():
        raise BadAnswer(
            f"缺{zh}：写中文、英文或两种。", f"The {en} is missing: give it in Chinese, in English or in both."
        )
    return Words(zh=words.zh.strip() or words.en.strip(), en=words.en.strip() or words.zh.strip())


def _quoted(zh: str, en: str, text: str) -> str:
    """Return a text as it can stand in YAML whatever is in it."""
    if not text.strip() or len(text) > LONGEST or _UNSEEN.search(text):
        raise BadAnswer(
            f"{zh}应是一行文字，不超过 {LONGEST} 个字符。", f"The {en} is one line of at most {LONGEST} characters."
        )
    if "{" in text or "}" in text:
        raise BadAnswer(f"{zh}里不能有花括号。", f"The {en} has no curly brackets.")
    return json.dumps(text, ensure_ascii=False)


def _shifts(begins: tuple[str, ...], lead: int) -> dict[str, str]:
    """Return the shifts of the post and the clock times of the scenarios, which hand over at the end of the first."""
    bad = next((one for one in begins if not _CLOCK.fullmatch(one)), None)
    if bad is not None:
        raise BadAnswer(f"「{bad[:20]}」不是时间；写成 08:00。", f'"{bad[:20]}" is no clock time; write 08:00.')
    order = sorted(int(one[:2]) * 60 + int(one[3:]) for one in begins)
    lengths = [(after - before) % _DAY for before, after in zip(order, [*order[1:], *order[:1]], strict=True)]
    if not 2 <= len(order) <= MOST_SHIFTS or min(lengths) < 2 * _HOUR:
        raise BadAnswer(
            f"班次写 2 到 {MOST_SHIFTS} 个开始时间，每班至少两小时，例如 08:00,20:00。",
            f"Give 2 to {MOST_SHIFTS} times at which shifts begin, two hours apart or more, such as 08:00,20:00.",
        )
    names = NAMES.get((len(order), order[0] < 4 * _HOUR), ())
    rows, people = [], ("张三", "李四", "王五")
    for place, (starts, lasts) in enumerate(zip(order, lengths, strict=True)):
        name = names[place] if names else f"{_clock(starts)} 班"
        ends = _clock((starts + lasts) % _DAY)
        rows.append(f'          s{place + 1}: {{name: {name}, begins: "{_clock(starts)}", ends: "{ends}"}}')
    end = order[0] + lengths[0]
    return {
        "shifts": "\n".join(rows),
        "roster": ", ".join(f"s{place + 1}: [{people[min(place, 2)]}]" for place in range(len(order))),
        "begin": _clock(order[0]),
        "end": _clock(end),
        "early": _clock(end - lead),
        "c60": _clock(end - 60 - lead),
        "c30": _clock(end - 30 - lead),
        "c25": _clock(end - 25 - lead),
        "c20": _clock(end - 20 - lead),
        "later": _clock(end + 60),
    }


def _clock(minutes: int) -> str:
    """Return a clock time of the scenarios' day, or of the day after."""
    return f"{'+1 ' if minutes >= _DAY else ''}{minutes % _DAY // 60:02d}:{minutes % 60:02d}"
