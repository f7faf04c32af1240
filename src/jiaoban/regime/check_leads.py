"""Static checks of what a regime says about customers."""

from collections.abc import Iterator

from jiaoban.kernel.words import Words
from jiaoban.regime.check_owning import owning
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.leads import Contacts
from jiaoban.regime.pack import Pack


def _contacts(pack: Pack) -> Iterator[Finding]:
    if pack.leads is None:
        return
    said = pack.leads.contacts
    for name in ("means", "results", "sources"):
        seen: set[str] = set()
        for place, one in enumerate(getattr(said, name)):
            if one.id in seen:
                right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
                path = ("leads", "contacts", name, place, "id")
                yield _error(path, f"「{one.id}」重复了。", f'"{one.id}" is there twice.', right)
            seen.add(one.id)
    yield from _country(said)
    yield from owning(pack.leads)


def _country(said: Contacts) -> Iterator[Finding]:
    import phonenumbers  # wanted for such packs alone

    if said.region in phonenumbers.SUPPORTED_REGIONS:
        return
    right = Words(zh="写两个大写字母，如 CN、HK、SG。", en="Two capital letters, like CN, HK, SG.")
    wrong = (f"没有「{said.region}」这个国家或地区。", f'There is no country or region "{said.region}".')
    yield _error(("leads", "contacts", "region"), *wrong, right)


LEAD_CHECKS: tuple[Check, ...] = (_contacts,)
