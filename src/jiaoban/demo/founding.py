"""Founds a site by its description: crews, posts, people, roster - by real verbs, carried out by the program itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jiaoban.demo.description import Member, SiteIs
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.org import queries
from jiaoban.org import usecases as _org  # noqa: F401 - declares the verbs
from jiaoban.org.args import AdoptRegime
from jiaoban.regime.pack import Pack
from jiaoban.roster import usecases as _roster  # noqa: F401 - declares the verbs


def found(book: WritableBook, site: SiteIs, *packs: Pack, now: datetime, source: str = "") -> None:
    """Found a site in an empty book; its posts live by the first of the packs.

    The packs are adopted by digest; keep them in the content store first (`org.packs.store`). Without a pack the posts
    name a regime that is not in force. `source`: the archive of the first one's files (`org.packs.keep_source`).
    """
    founder = _Founder(book, site, now, {pack.digest: pack for pack in packs})
    founder.do("org.found_site", code=book.site, name=site.name.model_dump(), zone=site.zone, demo=site.demo)
    for number, pack in enumerate(packs):
        said = AdoptRegime.of(pack, source=source if number == 0 else "")
        founder.do("org.adopt_regime", **said.model_dump())
    for crew, name in site.crews.items():
        founder.do("org.form_crew", crew=crew, name=name.model_dump())
    for key in site.posts:
        founder.post(key, packs[0].head.id if packs else site.regime)
    for number, one in enumerate(site.cast):
        founder.person(number, one)
    for key in site.posts if site.cycle else ():
        founder.roster(key, site.team_at(key))


class _Founder:
    """Carries out verbs with command ids that are the same at every building."""

    def __init__(self, book: WritableBook, site: SiteIs, now: datetime, packs: Mapping[str, Pack]) -> None:
        self.book, self.site, self.now, self.packs, self.done = book, site, now, packs, 0

    def do(self, verb: str, at: str = "", **said: Any) -> None:
        """Carry out a verb; a refusal is an error of the description."""
        known = find_verb(verb)
        assert known is not None, verb
        self.done += 1
        outcome = perform(
            self.book,
            verb,
            known.args.model_validate(said),
            actor=SYSTEM,
            place=queries.place(self.book, at, self.now) if self.book.size else _unfounded(self.book.site),
            now=self.now,
            command=f"cast-{self.done:03d}",
            packs=self.packs.__getitem__,
        )
        assert outcome.refusal is None, outcome.refusal

    def person(self, number: int, one: Member) -> None:
        """Add a person with their roles and certificates."""
        phone = f"138 0000 {number:04d}"
        self.do(
            "org.add_person", person=one.key, name=one.name, username=one.username, crew=one.crew or None, phone=phone
        )
        for role, post in one.roles:
            self.do("org.grant", person=one.key, role=role, post=post)
        for qualification in one.qualifications:
            self.do(
                "org.qualify",
                person=one.key,
                qualification=qualification,
                number=f"{self.site.numbers}-{number:03d}",
                valid_from=date(2025, 1, 1),
            )

    def post(self, key: str, regime: str) -> None:
        """Open a post; where it asks for a qualification it needs one person who holds it."""
        post = self.site.posts[key]
        self.do(
            "org.open_post",
            post=key,
            name=post.name.model_dump(),
            regime=regime,
            pattern=self.site.pattern.model_dump(),
            complement=[{"qualification": post.duty}] if post.duty else [],
            subjects=[{"key": one, "name": name} for one, name in post.subjects.items()],
            safe_state=post.safe_state.model_dump() if post.safe_state else None,
        )

    def roster(self, post: str, crews: Mapping[str, Sequence[Member]]) -> None:
        """Set the rotation of a post and who of each crew stands there."""
        self.do("roster.set_rotation", post, anchor_day=self.site.anchor, cycle=self.site.cycle)
        for crew, team in crews.items():
            if team:
                people = [one.key for one in team]
                said = {"despite": self.site.despite} if self.site.despite else {}
                self.do("roster.man", post, crew=crew, people=people, from_day=self.site.anchor, **said)


def _unfounded(site: str) -> Place:
    return Place(site=site, site_name="", zone="UTC")
