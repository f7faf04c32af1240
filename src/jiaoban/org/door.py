"""The door that every shell goes through: pages, HTTP API, commands, background work.

It says which sites exist for a user, who the user is there, what time it is there, and carries commands to
`kernel.verbs.perform`. Who has no role at a site is told that there is no such site.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from jiaoban.kernel.access import SYSTEM, Actor, Right
from jiaoban.kernel.clock import Clock, SystemClock
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Outcome, find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.ledger import files
from jiaoban.ledger.store import DbBook
from jiaoban.org import proof, queries, rules
from jiaoban.org.args import AdoptRegime
from jiaoban.org.models import PersonRow, SiteRow
from jiaoban.org.packs import need_borne_out, need_source, packs
from jiaoban.org.tables import REGIMES, SITE, Site
from jiaoban.regime.pack import Pack

clock: Clock = SystemClock()
"""The one clock of the shells. Tests put a `VirtualClock` here."""
_COMMAND = re.compile(r"\w[\w.:\-]*")
LONGEST_COMMAND = 128


class NotProven(PermissionError):
    """The signer's own credential was missing or wrong; `locked_until`: too many failures lock the account."""

    def __init__(self, locked_until: datetime | None = None) -> None:
        super().__init__("the signer's own credential is wanted")
        self.locked_until = locked_until


@dataclass(frozen=True)
class Visit:
    """A person at a site, at one moment of the site's own clock.

    `proven` says that the actor proved themselves with their own password for this very command.
    """

    book: DbBook
    actor: Actor
    site: Site
    now: datetime
    proven: bool = False
    packs: Callable[[str], Pack] = field(default=packs)

    def may(self, right: Right, post: str | None = None) -> bool:
        """Say whether the visitor has a right at a post (None: somewhere at the site)."""
        return self.actor == SYSTEM or self.actor.may(right, post)

    def place(self, post: str) -> Place:
        """Return a post as it is now; raises `NotFound` where it is absent or not the visitor's to read."""
        return queries.place(self.book, self._readable(post), self.now)

    def _readable(self, post: str) -> str:
        if not self.may(Right.READ, post):
            raise NotFound(f"post {post}")
        return post

    def pack(self, post: str) -> Pack:
        """Return the regime in force at a post now; raises `NotFound` where there is none."""
        return self.packs(self.place(post).regime)

    def posts(self) -> list[Place]:
        """Return the posts that the visitor may read, in the site's order."""
        return [place for place in queries.places(self.book, self.now) if self.may(Right.READ, place.post)]

    def do(
        self,
        verb: str,
        args: Args | Mapping[str, Any],
        *,
        command: str,
        post: str = "",
        device_at: datetime | None = None,
        here: Site | None = None,
    ) -> Outcome:
        """Carry out a verb at a post, or at the site, at the site's present moment.

        `args` may be the parsed body of a request. `command` is the client's id: the same one twice is done once.
        `here` is the site, where it was just read; else it is read now, for a visit may last.
        Raises `NotFound` (no such verb or post), `NotProven` (a signed verb on a visit that proved nothing), pydantic's
        `ValidationError`, `BadInput` (no such command id), and what `perform` raises. A refusal is an outcome.
        """
        need_command(command)
        found = find_verb(verb)
        if found is None:
            raise NotFound(f"verb {verb}")
        if found.signed and not self.proven:
            raise NotProven
        here = here or queries.site(self.book)
        now = clock.now() + here.offset
        named = "" if found.scope == "site" else self._readable(_named(post))
        place = queries.place(self.book, named, now, here)
        said = args if isinstance(args, Args) else found.args.model_validate(args)
        _need_stored(said)
        if isinstance(said, AdoptRegime):
            rules.need_same_pack(said, self.packs(said.digest))
            need_source(said)
            if self._adopts_alone:
                need_borne_out(said.source)
        return perform(
            self.book,
            verb,
            said,
            actor=self.actor,
            place=place,
            now=now,
            command=command,
            packs=self.packs,
            device_at=device_at,
        )

    @property
    def _adopts_alone(self) -> bool:
        """It is a person who may adopt, and the rules let one person do so: nobody has approved the version."""
        may = self.actor != SYSTEM and self.actor.may_everywhere(Right.ADMINISTER)
        return may and rules.two_people_publish(self.book.find(REGIMES)) is None

    def as_signer(self, username: str, password: str, request: HttpRequest | None = None) -> "Visit":
        """Return the visit of the person who proves to be `username`, for one signed command.

        Whoever is logged in at the terminal has no part in it. Raises `NotProven`, also for people of other sites.
        """
        proved = proof.attempt(username, password, now=clock.now(), request=request)
        if proved.user is None:
            raise NotProven(proved.locked_until)
        try:
            return replace(enter(proved.user, self.book.site), proven=True)
        except NotFound:
            raise NotProven from None


STORED = ("photos", "files", "digest")
"""Arguments that name stored files: photographs, attachments, the pack of a regime."""


def _need_stored(said: Args) -> None:
    """Refuse a file that is not there: the book would name for ever what nobody has (trust rule 2)."""
    for field_name in (*STORED, "source") if isinstance(said, AdoptRegime) else STORED:
        named = vars(said).get(field_name, ())
        for name in filter(None, (named,) if isinstance(named, str) else named):
            if not files.path_of(name).is_file():
                raise BadInput(
                    field_name,
                    Words(zh=f"没有存入过文件 {name[:12]}…。", en=f"The file {name[:12]}… was never stored."),
                    Words(zh="请先上传，再写它的名字。", en="Store it first, then name it."),
                )


def need_command(command: str, longest: int = LONGEST_COMMAND) -> None:
    """Refuse an id that could be no part of an address: it is the key of what the command makes, and whoever lists
    that makes links of it."""
    if len(command) <= longest and _COMMAND.fullmatch(command):
        return
    raise BadInput(
        "command",
        Words(
            zh="命令编号为空、过长或含有不能用的字符。",
            en="The command id is empty, too long or holds characters that it cannot have.",
        ),
        Words(
            zh=f"应为 1 至 {longest} 个字母、数字、-、_、. 或 :，以字母或数字开头。",
            en=f"It has 1 to {longest} letters, digits, -, _, . or :, and begins with a letter or digit.",
        ),
    )


def _named(post: str) -> str:
    if not post:
        raise NotFound("no post was named")
    return post


def sites_of(user: AbstractBaseUser | AnonymousUser) -> list[tuple[str, Words]]:
    """Return (code, name) of the sites that exist for a user, by code."""
    if not user.is_authenticated or not user.is_active:
        return []
    theirs = PersonRow.objects.filter(username=user.get_username(), member=True)
    return _named_sites(set(theirs.values_list("site", flat=True)))


def name_of(user: AbstractBaseUser) -> str:
    """Return what a person is called at the first site, by code, where their account has a role; else the account's
    own name."""
    theirs = PersonRow.objects.filter(username=user.get_username(), member=True).order_by("site")
    called = theirs.values_list("name", flat=True).first()
    return called or getattr(user, "first_name", "") or user.get_username()


def all_sites() -> list[tuple[str, Words]]:
    """Return (code, name) of every site, by code: for background work and commands."""
    return _named_sites(None)


def _named_sites(codes: set[str] | None) -> list[tuple[str, Words]]:
    rows = SiteRow.objects.all() if codes is None else SiteRow.objects.filter(site__in=codes)
    states = rows.order_by("site").values_list("state", flat=True)
    return [(site.code, site.name) for site in map(SITE.read, states)]


def enter(user: AbstractBaseUser | AnonymousUser, site_code: str) -> Visit:
    """Return the visit of a user at a site; raises `NotFound` when the site does not exist for them."""
    if not user.is_authenticated or not user.is_active:
        raise NotFound(f"site {site_code}")
    book = DbBook(site_code)
    person = queries.person_named(book, user.get_username())
    if person is None:
        raise NotFound(f"site {site_code}")
    return _visit(book, queries.as_actor(site_code, person))


def as_system(site_code: str) -> Visit:
    """Return the program's own visit at a site: drafts, deadlines, founding. Raises `NotFound`."""
    return _visit(DbBook(site_code), SYSTEM)


def _visit(book: DbBook, actor: Actor) -> Visit:
    site = queries.site(book)
    return Visit(book=book, actor=actor, site=site, now=clock.now() + site.offset)


def site_now(book: DbBook) -> datetime:
    """Return the present moment of a site's own clock, in UTC: the real one's, moved forward in a demo site."""
    return clock.now() + queries.site(book).offset


def prove(username: str, password: str, request: HttpRequest | None = None) -> AbstractBaseUser | None:
    """Return the user whose own credential this is, or None: wrong, unknown, or locked for a while."""
    return proof.attempt(username, password, now=clock.now(), request=request).user
