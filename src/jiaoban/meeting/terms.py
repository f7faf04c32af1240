"""The words of meetings."""

from typing import Literal

from jiaoban.kernel.words import Words

Kind = Literal["PRE", "POST"]
Fitness = Literal["FIT", "UNFIT", ""]
BriefPart = Literal["discipline", "conduct", "attention", "comments", "text"]

KINDS: dict[Kind, Words] = {
    "PRE": Words(zh="班前会", en="Pre-shift meeting"),
    "POST": Words(zh="班后会", en="Post-shift meeting"),
}
FITNESS: dict[Fitness, Words] = {
    "FIT": Words(zh="良好", en="Fit"),
    "UNFIT": Words(zh="不适合当班", en="Unfit"),
    "": Words(zh="未判定", en="Not judged"),
}
BRIEF: dict[BriefPart, Words] = {
    "discipline": Words(zh="值班纪律", en="Discipline on duty"),
    "conduct": Words(zh="文明生产", en="Conduct and order"),
    "attention": Words(zh="注意事项", en="Points of attention"),
    "comments": Words(zh="讲评", en="Comments on work and safety"),
    "text": Words(zh="其他", en="More"),
}
