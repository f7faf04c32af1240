"""A small pack, whole enough to be good: the tests change one thing in it at a time."""

from jiaoban.regime.load import Report, examine_bytes

FILES: dict[str, str] = {
    "pack.yaml": """\
id: small
number: S-1
title: {zh: 小制度, en: Small regime}
issuer: {zh: 车间, en: Workshop}
scope: {zh: 值班岗位, en: Posts on duty}
version: "1.0"
effective_from: 2026-01-01
approver: 主任
""",
    "clauses.yaml": """\
- id: small/1
  number: 一
  kind: gate
  says: {zh: 记录写完整再交班。, en: The record is complete before the post is handed over.}
- id: small/2
  number: 二
  kind: time
  says: {zh: 提前到岗。, en: Come early.}
- id: small/3
  number: 三
  kind: role
  says: {zh: 组长督查。, en: Heads supervise.}
  no_rule: It is read from the reports.
""",
    "handover.yaml": """\
presence:
  id: early
  clause: small/2
  lead: PT10M
count:
  clause: small/1
steps:
  - id: read
    clause: small/1
    title: {zh: 查阅, en: Read}
    by: incoming
    when: {fact: offered, is: true}
  - id: take-over
    clause: small/1
    title: {zh: 接班, en: Take over}
    by: incoming
    by_signature: true
sections:
  - id: defects
    clause: small/1
    title: {zh: 缺陷, en: Defects}
    draws:
      - {from: matters, where: {field: kind, is: DEFECT}}
  - id: work
    clause: small/1
    title: {zh: 工作, en: Work}
    fields:
      - {id: owner, title: {zh: 负责人, en: Owner}}
marks:
  - id: grave
    clause: small/1
    mark: critical
    title: {zh: 重大, en: Grave}
    when: {field: severity, is: CRITICAL}
confirmations:
  - id: briefing
    clause: small/1
    title: {zh: 口头交接, en: Briefing}
    parties: [outgoing, incoming]
gates:
  - id: complete
    clause: small/1
    title: {zh: 完整, en: Complete}
    side: outgoing
    stops: [offer, sign]
    clear_when:
      none: {of: sections, where: {field: complete, is: false}}
    why: {zh: "还缺：{names}。", en: "Missing: {names}."}
    lifts: {zh: 补齐。, en: Complete it.}
    who: [outgoing]
  - id: briefed
    clause: small/1
    title: {zh: 已讲清, en: Briefed}
    side: incoming
    severity: LIFTABLE
    clear_when:
      none: {of: confirmations, where: {all: [{field: point, is: briefing}, {field: done, is: false}]}}
    why: {zh: 还没讲清。, en: Not told yet.}
    lifts: {zh: 当面讲清。, en: Tell it.}
    who: [outgoing, incoming]
    ways:
      - all: [{kind: explanation, by: outgoing}, {kind: consent, by: incoming}]
  - id: settled
    clause: small/1
    title: {zh: 异议已了, en: Objections settled}
    side: incoming
    clear_when:
      none: {of: objections, where: {all: [{field: kind, is: dirt}, {field: open, is: true}]}}
    why: {zh: 有异议。, en: There is an objection.}
    lifts: {zh: 复查。, en: Re-check.}
    who: [outgoing]
objections:
  - id: dirt
    clause: small/1
    title: {zh: 不干净, en: Dirty}
    by: incoming
signatures:
  - id: outgoing-signs
    clause: small/1
    party: outgoing
    says: {zh: 属实。, en: It is true.}
  - id: incoming-signs
    clause: small/1
    party: incoming
    says: {zh: 接班。, en: We take over.}
exits:
  - id: later
    clause: small/2
    way: postpone
    title: {zh: 推迟, en: Postpone}
    by: [supervisor]
    asks: {zh: 为什么。, en: Why.}
holdings:
  - {basis: FIRST, clause: small/1, says: {zh: 首班。, en: First.}}
  - {basis: HANDOVER, clause: small/1, says: {zh: 已接班。, en: Taken over.}}
  - {basis: WAITING, clause: small/1, says: {zh: 等接班。, en: Waiting.}}
  - {basis: UNATTENDED, clause: small/1, says: {zh: 无人值守。, en: Unattended.}}
  - {basis: TAKEOVER, clause: small/1, says: {zh: 代管。, en: Taken by the supervisor.}}
attributions:
  - id: tools
    clause: small/1
    kind: shortage
    title: {zh: 短缺, en: Shortage}
    cases:
      - {when: {fact: signed, is: false}, to: outgoing, clause: small/1, because: {zh: 没接班。, en: Not taken over.}}
      - {to: incoming, clause: small/1, because: {zh: 已接班。, en: Taken over.}}
duties:
  - id: report
    clause: small/1
    title: {zh: 日报, en: Report}
    before_end: PT20M
""",
    "ambiguities.yaml": """\
- id: early
  clause: small/2
  question: {zh: 迟到能接班吗？, en: May somebody late take over?}
  readings: [{zh: 能。, en: They may.}, {zh: 不能。, en: They may not.}]
  chosen: 0
  because: {zh: 别让岗位空着。, en: The post must not stay empty.}
  where: handover.yaml, presence
""",
}


def small(**texts: str) -> Report:
    """Examine the small pack; `texts` replaces files by their name without the ending."""
    files = {**FILES, **{f"{name}.yaml": text for name, text in texts.items()}}
    return examine_bytes({name: text.encode() for name, text in files.items()})


def changed(file: str, old: str, new: str) -> tuple[Report, int]:
    """Examine the small pack with one change; also return the line (from 1) at which the change begins."""
    text = FILES[file]
    assert text.count(old) >= 1, f"{old!r} is not in {file}"
    start = text.index(old)
    edited = text.replace(old, new, 1)
    return small(**{file.removesuffix(".yaml"): edited}), edited.count("\n", 0, start) + 1
