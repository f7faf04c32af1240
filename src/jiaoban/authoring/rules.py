"""What can be done to a draft, and when: what a file may be called, who saw what, who may approve. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from jiaoban.authoring.tables import Draft
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.starts import Start
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import MAX_BYTES, Problem
from jiaoban.regime.unpacking import MOST_BYTES, MOST_FILES, strange

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def is_regime_id(text: str) -> bool:
    """Say whether a regime can be called so."""
    return len(text) <= 60 and _ID.fullmatch(text) is not None


def need_name(name: str) -> None:
    """Refuse a file that no pack has."""
    wrong = strange(name)
    if wrong is not None:
        raise BadInput("file", wrong.wrong, wrong.right)


def need_size(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse a file, or files together, that are too large."""
    sizes = {name: len(text.encode()) for name, text in texts}
    for name, size in sizes.items():
        if size > MAX_BYTES:
            raise BadInput(
                "file",
                Words(zh=f"{name} 有 {size} 字节。", en=f"{name} has {size} bytes."),
                Words(zh=f"一个文件不超过 {MAX_BYTES} 字节。", en=f"A file has at most {MAX_BYTES} bytes."),
            )
    if len(sizes) > MOST_FILES or sum(sizes.values()) > MOST_BYTES:
        raise BadInput(
            "file",
            Words(
                zh=f"共 {len(sizes)} 个文件，{sum(sizes.values())} 字节。",
                en=f"These are {len(sizes)} files with {sum(sizes.values())} bytes.",
            ),
            Words(
                zh=f"一份草案不超过 {MOST_FILES} 个文件、{MOST_BYTES} 字节。",
                en=f"A draft has at most {MOST_FILES} files and {MOST_BYTES} bytes.",
            ),
        )


def need_writing(draft: Draft) -> None:
    """Refuse to change a draft that is proposed, published or given up."""
    said = {
        "PROPOSED": plain(
            "draft-proposed",
            "草案已提交批准，内容不能再改。",
            "The draft is proposed; what it says cannot be changed now.",
            "先撤回提交，或等批准人退回。",
            "Take the proposal back first, or wait until the approver sends it back.",
        ),
        "PUBLISHED": plain(
            "draft-published",
            "草案已发布。",
            "The draft was published.",
            "从已采用的版本另起一份草案。",
            "Start another draft from the adopted version.",
        ),
        "DROPPED": plain(
            "draft-dropped",
            "草案已作废。",
            "The draft was given up.",
            "另起一份草案。",
            "Start another draft.",
        ),
    }
    if draft.stage in said:
        raise Declined(said[draft.stage], about=draft.key, conflict=True)


def need_proposed(draft: Draft, digest: str) -> None:
    """Refuse to decide about what is not proposed, or not any more: word for word this pack."""
    if draft.stage != "PROPOSED" or draft.proposal is None:
        raise Declined(
            plain(
                "not-proposed",
                "这份草案没有提交批准。",
                "This draft is not proposed.",
                "由编写人提交后再办。",
                "Its author proposes it first.",
            ),
            about=draft.key,
            conflict=True,
        )
    if draft.proposal.digest != digest:
        raise Declined(
            plain(
                "proposed-otherwise",
                "提交的内容与您看到的不同。",
                "What is proposed is not what you were shown.",
                "请重新打开页面，核对摘要后再办。",
                "Open the page again and look at the digest.",
            ),
            about=draft.key,
            conflict=True,
        )


def need_seen(draft: Draft, on: int, name: str, writer: str) -> None:
    """Refuse to write over what somebody else wrote meanwhile. `on`: the revision that the writer had before them.

    Other files may have changed since: nothing of them is lost. `writer` is the name of whoever wrote last.
    """
    there = draft.file(name)
    if on > draft.revision:
        raise BadInput(
            "on",
            Words(zh=f"没有修订 {on}。", en=f"There is no revision {on}."),
            Words(zh=f"最新的是 {draft.revision}。", en=f"The newest is {draft.revision}."),
        )
    if there is not None and there.revision > on:
        raise Declined(
            plain(
                "written-meanwhile",
                f"{writer}在您打开之后改过 {name}（修订 {there.revision}）。您的文字没有保存，也没有丢。",
                f"{writer} changed {name} after you opened it (revision {there.revision}). Your text was not saved, "
                "and is not lost.",
                "对照两份文字，合在一起后再保存。",
                "Look at both texts, put them together, and save.",
            ),
            about=draft.key,
            conflict=True,
        )


def need_newest(draft: Draft, on: int) -> None:
    """Refuse to propose what one has not seen: somebody wrote in the draft since."""
    if on != draft.revision:
        raise Declined(
            plain(
                "written-meanwhile",
                f"您打开之后草案又有改动（现为修订 {draft.revision}）。",
                f"The draft was changed after you opened it; it is at revision {draft.revision} now.",
                "看过改动后再提交。",
                "Look at what was changed, then propose.",
            ),
            about=draft.key,
            conflict=True,
        )


def unusable(problems: Sequence[Problem]) -> Reason:
    """Return the reason not to propose a pack with which something is wrong."""
    first = problems[0]
    place = f"{first.file}:{first.line}:{first.column}" if first.line else first.file
    n = len(problems)
    return plain(
        "pack-unusable",
        f"草案有 {n} 处错误，第一处在 {place}：{first.wrong.zh}",
        f"The draft has {n} problems; the first is at {place}: {first.wrong.in_('en')}",
        first.right.zh or "请改正。",
        first.right.in_("en") or "Put it right.",
    )


def no_scenarios(cases: int, note: str) -> Reason | None:
    """Return the reason not to propose: no example shows that the rules do what the page says, and nothing says why.

    A note lets it pass: the approver reads it beside the word that there are none.
    """
    if cases or note.strip():
        return None
    return plain(
        "no-scenarios",
        "草案没有场景：没有一个例子能说明这些规则做得对。",
        "The draft has no scenarios: no example shows that the rules do what they should.",
        "写几个场景（scenarios/名称.yaml），或在说明里写明为什么不写。",
        "Write some (scenarios/name.yaml), or say in the note why there are none.",
    )


def same_rules(one: Pack, other: Pack) -> bool:
    """Say whether two packs rule alike: the same but for number, days and approver, over which nothing is judged."""
    said = {"version": "", "effective_from": Start(date.min), "effective_to": None, "approver": ""}
    bare = [pack.model_copy(update={"head": pack.head.model_copy(update=said)}) for pack in (one, other)]
    return bare[0] == bare[1]


def need_own_id(draft: Draft, pack: Pack) -> None:
    """Refuse a draft whose pack calls itself by another id: it would be a version of another regime."""
    if pack.head.id != draft.regime:
        raise BadInput(
            "draft",
            Words(
                zh=f"pack.yaml 写的是「{pack.head.id}」，这份草案是「{draft.regime}」的。",
                en=f"pack.yaml says {pack.head.id!r}; this is a draft of {draft.regime!r}.",
            ),
            Words(zh="改回编号，或另起一份草案。", en="Put the id back, or start another draft."),
        )


def days_in_order(effective_from: Start, effective_to: Start | None) -> Reason | None:
    """Return the reason not to propose a version that would be out of force when it comes into force."""
    if effective_to is None or effective_from < effective_to:
        return None
    return plain(
        "ends-before-it-begins",
        f"pack.yaml 的失效日期 {effective_to.said} 不晚于生效日期 {effective_from.said}。",
        f"By pack.yaml it is in force until {effective_to.said}, which is not after {effective_from.said}.",
        "改生效日期，或改 pack.yaml 的 effective_to。",
        "Choose an earlier one, or change effective_to in pack.yaml.",
    )


def own_text(draft: Draft, person: str) -> Reason | None:
    """Return the reason not to approve: two people publish, and who wrote is never the one who approves."""
    if person not in draft.writers:
        return None
    return plain(
        "own-text",
        "参与编写的人不能批准。",
        "Whoever wrote in the draft cannot approve it.",
        "由没有参与编写的人批准。",
        "Somebody who did not write in it approves it.",
    )


def not_asked(draft: Draft, person: str, name: str) -> Reason | None:
    """Return the reason not to approve: somebody else is asked."""
    if draft.proposal is None or draft.proposal.approver == person:
        return None
    return plain(
        "another-approver",
        f"这次提请{name}批准。",
        f"{name} is asked to approve this.",
        f"由{name}办理，或由编写人另请批准人。",
        f"{name} does it, or the author asks somebody else.",
        who=(draft.proposal.approver,),
    )
