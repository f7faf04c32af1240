"""The facts about figures: what was read, what is due, what was outside its limits, what counters came to."""

from collections.abc import Mapping

from jiaoban.regime.described import Collection, flag, moment, number, text

DEGREES = ("", "L", "LL", "H", "HH")

FIGURES: Mapping[str, Collection] = {
    "readings": Collection(
        "the newest reading of every parameter of this post",
        {
            "group": text("group of the parameter"),
            "value": number("the figure"),
            "previous": number("the figure at the begin of the shift, if any"),
            "within": flag("inside its limits"),
            "in_shift": flag("read in this shift"),
            "read_at": moment("when it was read"),
            "limited": flag("it has limits"),
            "degree": text("beyond which limit it is: LL and HH are the farther ones", *DEGREES),
            "doubtful": flag("it was recorded although it is not plausible, with a mark"),
            "corrections": number("how often the figure or the one at the begin of the shift was corrected"),
        },
    ),
    "excursions": Collection(
        "times of this shift in which a parameter of this post was read outside its limits, reading after reading",
        {
            "parameter": text("key of the parameter"),
            "group": text("group of the parameter"),
            "since": moment("the first reading outside"),
            "until": moment("the first reading inside again, none while it lasts"),
            "over": flag("it is inside again"),
            "worst": number("the figure farthest outside"),
            "degree": text("the gravest degree that was read", *DEGREES),
            "explained": flag("cause and handling were told with its figures or later"),
            "found_later": flag("its cause was said to be found later, and is not told yet"),
            "cause": text("its cause as it was told with its figures or later, or ''"),
            "handling": text("its handling, likewise"),
        },
    ),
    "totals": Collection(
        "the totalizers of this post over this shift: parameters that count on and begin again at 0",
        {
            "group": text("group of the parameter"),
            "hour": moment("the hour at which it is to be read: the shift's end by the roster"),
            "due": flag("that hour has come"),
            "read": flag("read in the minute of that hour"),
            "begin": number("the figure read in the minute of the shift's begin"),
            "end": number("the figure read in the minute of the shift's end"),
            "used": number("what the shift used or made, over a counter that began again as well"),
            "known": flag("both figures are there"),
            "rolled": flag("the counter began again at 0 in this shift"),
        },
    ),
    "hourly": Collection(
        "every parameter of this post beside every hour of the shift that has come, counted from the shift's begin",
        {
            "parameter": text("key of the parameter"),
            "group": text("group of the parameter"),
            "hour": moment("the moment at which the hour begins"),
            "read": flag("read in this hour"),
            "late": flag("recorded only after the hour was over"),
        },
    ),
    "scheduled": Collection(
        "the scheduled readings of this shift whose moment has come, one row a parameter and moment",
        {
            "parameter": text("key of the parameter"),
            "group": text("group of the parameter"),
            "hour": moment("the moment at which it is to be read"),
            "read": flag("read within the parameter's grace"),
            "late": flag("recorded only after the grace"),
            "missing": flag("the grace has passed and it was not read"),
        },
    ),
}
