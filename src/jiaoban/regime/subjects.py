"""What a regime speaks of: pages leave out what has no place at a post that lives by it."""

from jiaoban.regime.pack import Pack

OF_SOURCES = {
    "plant": {"equipment", "matters"},
    "readings": {"readings", "totals", "excursions"},
    "custody": {"custody"},
}
"""The subject that a source of the record belongs to."""
EVERYDAY = {
    "reading": "reading",
    "conduct": "observations",
    "checklists": "checklists",
    "suggestions": "suggestions",
}
"""The page of a part of everyday work."""


def subjects(pack: Pack) -> frozenset[str]:
    """Return what the regime speaks of: `plant`, `readings`, `custody`, `meetings`, `gatherings`, `counts`,
    `attendance`, `absences`, `leads`, `conduct`, `reports`, `reading`, `observations`, `checklists`, `suggestions`,
    `aftersales`, `funds`, `careers`."""
    drawn = {draws.source for section in pack.handover.sections for draws in section.draws}
    found = {name for name, sources in OF_SOURCES.items() if drawn & sources}
    if pack.handover.count is not None:
        found.add("custody")
    if pack.meetings is not None:
        found.add("meetings")
    if pack.gatherings is not None:
        found.add("gatherings")
    if pack.gatherings is not None and (pack.gatherings.host or pack.gatherings.counts):
        found.add("counts")
    if pack.attendance is not None:
        found.add("attendance")
    if pack.absence is not None:
        found.add("absences")
    if pack.leads is not None:
        found |= {"leads", "lead_figures"}
    if pack.ladders is not None:
        found.add("conduct")
    if pack.reports is not None:
        found.add("reports")
    if pack.duties is not None:
        found |= {page for part, page in EVERYDAY.items() if getattr(pack.duties, part)}
    found |= {name for name in ("aftersales", "funds", "careers") if getattr(pack, name) is not None}
    return frozenset(found)
