"""What the parts of a pack are called."""

from jiaoban.kernel.words import Words

PARTS = {
    "presence": Words(zh="到岗", en="Reporting in"),
    "fitness": Words(zh="精神状态", en="Fitness"),
    "count": Words(zh="清点", en="Count"),
    "steps": Words(zh="程序", en="Step"),
    "sections": Words(zh="交接内容", en="Section"),
    "marks": Words(zh="标记", en="Mark"),
    "confirmations": Words(zh="确认", en="Confirmation"),
    "gates": Words(zh="交接条件", en="Gate"),
    "objections": Words(zh="异议", en="Objection"),
    "refusals": Words(zh="拒绝的理由", en="Ground to refuse"),
    "signatures": Words(zh="签字", en="Signature"),
    "exits": Words(zh="出路", en="Way out"),
    "holdings": Words(zh="责任", en="Responsibility"),
    "attributions": Words(zh="责任归属", en="Attribution"),
    "authorities": Words(zh="指定的人", en="Authority"),
    "complement": Words(zh="定员", en="Complement"),
    "taken_up": Words(zh="恢复值守", en="Taken up again"),
    "briefing": Words(zh="预先告知", en="Briefing"),
    "memory": Words(zh="还算数的往事", en="Memory"),
    "command": Words(zh="事故中由谁指挥", en="Command"),
    "duties": Words(zh="例行工作", en="Duty"),
    "stays": Words(zh="交班后的责任", en="Duty after signing"),
}
"""The lists of rules about a handover, by their name in handover.yaml."""
ALL = {
    **PARTS,
    "head": Words(zh="文件", en="Document"),
    "departure": Words(zh="离岗", en="Leaving"),
    "hours": Words(zh="连续在岗", en="Hours on duty"),
    "record": Words(zh="谁写记录", en="Who writes the record"),
    "questions": Words(zh="追问", en="Questions"),
    "followups": Words(zh="跟进", en="Follow-ups"),
    "orders": Words(zh="命令", en="Orders"),
    "meetings": Words(zh="会议", en="Meetings"),
    "gatherings": Words(zh="例会、活动与报数", en="Gatherings"),
    "attendance": Words(zh="考勤", en="Attendance"),
    "roster": Words(zh="排班", en="Roster"),
    "rules": Words(zh="排班规则", en="Rule of the roster"),
    "swap": Words(zh="换班", en="Swap"),
    "absence": Words(zh="离岗", en="Absences"),
    "kinds": Words(zh="离岗类别", en="Kind of absence"),
    "transfer": Words(zh="工作移交", en="Work transfer"),
    "cover": Words(zh="顶替", en="Cover"),
    "recall": Words(zh="召回", en="Recall"),
    "leads": Words(zh="客户", en="Customers"),
    "contacts": Words(zh="客户登记", en="Contacts"),
    "heads": Words(zh="负责人督查", en="The head's watch"),
    "ladders": Words(zh="考核阶梯", en="Ladder"),
    "reports": Words(zh="报表与计划", en="Reports and plans"),
    "forms": Words(zh="报表", en="Report"),
    "compiles": Words(zh="统计数据", en="Compiling"),
    "quiet": Words(zh="闲时", en="Quiet hours"),
    "reading": Words(zh="学习制度", en="Reading the regime"),
    "conduct": Words(zh="行为规范", en="Conduct"),
    "checklists": Words(zh="个人检查表", en="Checklist by person"),
    "items": Words(zh="跟进事项", en="Items"),
    "faults": Words(zh="报故障", en="Faults"),
    "suggestions": Words(zh="改进建议", en="Suggestions"),
    "aftersales": Words(zh="售后", en="After-sales"),
    "funds": Words(zh="投入资金", en="Company funds"),
    "careers": Words(zh="任职与转正", en="Careers"),
    "ambiguities": Words(zh="歧义", en="Ambiguity"),
}
"""Every part of a pack that has a name of its own."""


def named(part: str) -> Words:
    """Return what a part is called; one that has no name is called as it is written."""
    return ALL.get(part) or Words(zh=part, en=part)
