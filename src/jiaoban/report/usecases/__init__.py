"""The verbs of reports and plans: handing in, judging, noting."""

from jiaoban.report.usecases import hand_in, judge, note

__all__ = ["hand_in", "judge", "note"]
