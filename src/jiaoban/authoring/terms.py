"""The words of drafts and replays."""

from jiaoban.kernel.words import Words

STAGES = {
    "WRITING": Words(zh="编写中", en="Being written"),
    "PROPOSED": Words(zh="待批准", en="Proposed"),
    "PUBLISHED": Words(zh="已发布", en="Published"),
    "DROPPED": Words(zh="已作废", en="Given up"),
}
TONES = {"WRITING": "accent", "PROPOSED": "advise", "PUBLISHED": "clear", "DROPPED": ""}
"""Which of the badges a stage has."""
ORIGINS = {
    "VERSION": Words(zh="从已采用的版本起草", en="From an adopted version"),
    "FILES": Words(zh="从上传的制度包", en="From an uploaded pack"),
    "NEW": Words(zh="新制度", en="A new regime"),
}
REPLAY_STATES = {
    "WAITING": Words(zh="等候", en="Waiting"),
    "RUNNING": Words(zh="进行中", en="Running"),
    "DONE": Words(zh="完成", en="Done"),
    "STOPPED": Words(zh="已停止", en="Stopped"),
    "FAILED": Words(zh="未能完成", en="Failed"),
}
SIDES = {
    "outgoing": Words(zh="交班方", en="outgoing side"),
    "incoming": Words(zh="接班方", en="incoming side"),
    "follower": Words(zh="跟进人", en="who follows up"),
}
"""To which side a finding is attributed."""
