"""What broke a rule of the roster, in words of both languages: people, days, shifts, lengths of time. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiaoban.kernel.words import Words
from jiaoban.roster.stints import Stint

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Names:
    """What people, posts and shifts (by post and code) are called; a key without a name stands for itself."""

    people: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[str, Words] = field(default_factory=dict)
    shifts: Mapping[tuple[str, str], Words] = field(default_factory=dict)

    def person(self, key: str) -> str:
        """Return the name of a person."""
        return self.people.get(key, key)

    def post(self, key: str) -> Words:
        """Return the name of a post."""
        return self.posts.get(key) or Words(zh=key)

    def shift(self, post: str, code: str, day: date) -> Words:
        """Return a shift with its day and post: 11月23日白班（中控室）."""
        name, place, on = self.shifts.get((post, code)) or Words(zh=code), self.post(post), said_day(day)
        return Words(zh=f"{on.zh}{name.zh}（{place.zh}）", en=f"the {name.in_('en')} of {on.en} ({place.in_('en')})")

    def stint(self, one: Stint) -> Words:
        """Return the shift that somebody stands."""
        return self.shift(one.post, one.shift_code, one.day)


def said_day(day: date) -> Words:
    """Return a day without its year: 11月23日, 23 Nov."""
    return Words(zh=f"{day.month}月{day.day}日", en=f"{day.day} {_MONTHS[day.month - 1]}")


def said_days(first: date, last: date) -> Words:
    """Return the days from the first to the last one."""
    if first == last:
        return said_day(first)
    begin, end = said_day(first), said_day(last)
    return Words(zh=f"{begin.zh}至{end.zh}", en=f"{begin.en} to {end.en}")


def counted(number: int, zh: str, en: str) -> Words:
    """Return a number of things, in English with the plural of a plain word."""
    return Words(zh=f"{number}{zh}", en=f"{number} {en}{'' if number == 1 else 's'}")


def joined(several: Iterable[Words]) -> Words:
    """Return sentences one after another."""
    listed = list(several)
    return Words(zh="".join(one.zh for one in listed), en=" ".join(one.in_("en") for one in listed))
