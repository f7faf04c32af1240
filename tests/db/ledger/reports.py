"""What a report of `verify` says, as pairs of code and place."""

from jiaoban.ledger.verify import Report


def first(report: Report) -> tuple[str, str]:
    assert report.findings
    return report.findings[0].code, report.findings[0].place


def named(report: Report) -> set[tuple[str, str]]:
    return {(found.code, found.place) for found in report.findings}
