"""What is written into a report beforehand: figures that the book knows, and what was noted of quiet hours. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal

from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.figures import Wanted, figures, tells_figures
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import local
from jiaoban.logbook.tables import ENTRIES
from jiaoban.regime.reports import ReportField, Reports
from jiaoban.report import queries
from jiaoban.report.rules.due import Due
from jiaoban.report.tables import Quiet

QUIET = "quiet"


@tells_figures("logbook")
def written(wanted: Wanted) -> Mapping[str, int]:
    """Count the log entries of a person that stand: `entries`."""
    at = Between(local(wanted.first, time(), wanted.zone), local(wanted.after, time(), wanted.zone))
    found = wanted.book.find(ENTRIES, post=wanted.post, author=wanted.person, occurred_at=at)
    return {"entries": sum(not one.struck_out for one in found)}


def proposed(
    book: Book,
    place: Place,
    said: Reports | None,
    due: Due,
    person: str,
    now: datetime,
    packs: queries.Packs,
    *,
    english: bool = False,
) -> dict[str, str]:
    """Return what the book proposes for a report of a person, by field; a field of which it knows nothing is left
    out. A plan has none: what it is about lies ahead."""
    if due.form.about == "next":
        return {}
    wanted = [one for one in due.form.fields if one.proposes]
    if not wanted:
        return {}
    known = figures(Wanted(book, place, packs, person, due.first, due.after, now))
    quiet = queries.quiet_of(book, place.post, person, due.first, due.after, place.zone)
    made = {one.id: _proposal(one, known, _lines(said, quiet, english=english)) for one in wanted}
    return {name: text for name, text in made.items() if text}


def _proposal(one: ReportField, known: Mapping[str, Decimal], quiet: str) -> str:
    if one.proposes == QUIET:
        return quiet
    value = known.get(one.proposes)
    if value is None:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".") if one.type == "money" else str(int(value))


def _lines(said: Reports | None, quiet: Iterable[Quiet], *, english: bool) -> str:
    """A line each: the sort, what was done, and for how long where that was said."""
    titles = {kind.id: kind.title for kind in (said.quiet.kinds if said and said.quiet else ())}
    made = []
    for one in quiet:
        title = titles[one.sort].in_("en" if english else "zh") if one.sort in titles else one.sort
        span = (f" ({one.minutes} min)" if english else f"（{one.minutes} 分钟）") if one.minutes else ""
        made.append(f"{title}{': ' if english else '：'}{one.text}{span}")
    return "\n".join(made)
