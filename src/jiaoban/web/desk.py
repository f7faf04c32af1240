"""A visitor at a site for the length of one request: who, where, in which language, and the forms that they get."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import get_language

from jiaoban.kernel.access import Right, Role
from jiaoban.kernel.book import Book
from jiaoban.kernel.personal import fields_of
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.tongue import CHINESE, Tongue, tongue_of
from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.words import Words
from jiaoban.ledger.files import FileLost
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.pack import Pack
from jiaoban.web.addresses import address
from jiaoban.web.answer import Answer, clause
from jiaoban.web.answer import role as called
from jiaoban.web.forms import Asked, Choices, Form, Lookup
from jiaoban.web.forms import fields as form_fields
from jiaoban.web.registers import FEW, REGISTERS


class Names(Mapping[str, str]):
    """The names of people by key: of a small site read in one go, of a large one as they are asked for."""

    def __init__(self, book: Book) -> None:
        self._book = book
        known = org.some_names(book, FEW)
        self._all, self._known = known is not None, dict(known or {})

    def learn(self, people: Iterable[str]) -> None:
        """Look these up together: a page that shows many asks once."""
        new = [] if self._all else [one for one in people if one not in self._known]
        self._known.update(org.names(self._book, new) if new else {})

    def __getitem__(self, person: str) -> str:
        self.learn((person,))
        return self._known[person]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known if self._all else org.names(self._book))

    def __len__(self) -> int:
        return len(self._known if self._all else org.names(self._book))


@dataclass(frozen=True)
class Desk(Visit):
    """A `Visit` with what pages need besides. `at` is the post of the address; `answer` what became of a form; `size`
    how large the book was before anything was read of it: so much, at least, the page shows."""

    at: Place | None = None
    path: str = ""
    answer: Answer | None = None
    size: int = 0

    @classmethod
    def of(cls, visit: Visit, **more: Any) -> "Desk":
        """Return a visit as a desk."""
        return cls(**{one.name: getattr(visit, one.name) for one in fields(Visit)}, **more)

    @property
    def here(self) -> Place:
        """The post of the address; raises `NotFound` on a page of the whole site."""
        if self.at is None:
            raise NotFound("no post was named")
        return self.at

    @property
    def post(self) -> str:
        """The key of the post of the address."""
        return self.here.post

    @property
    def zone(self) -> str:
        """The site's time zone."""
        return self.site.zone

    @cached_property
    def language(self) -> str:
        """The reader's language: 'zh-hans' or 'en'."""
        return get_language() or "zh-hans"

    @property
    def tongue(self) -> Tongue:
        """The punctuation of the reader's language."""
        return tongue_of(self.language)

    @property
    def book_tongue(self) -> Tongue:
        """The language of what the program writes in the book of the post of the address: that of its regime."""
        pack = self.rule_book()
        return pack.head.tongue if pack else CHINESE

    @cached_property
    def names(self) -> "Names":
        """The name of every person of the site by key, also of those who left."""
        return Names(self.book)

    def name(self, person: str) -> str:
        """Return a person's name; the program itself is called the system."""
        if person == "system":
            return self.words(Words(zh="系统", en="the system"))
        return self.names.get(person, person)

    def all_names(self, people: Sequence[str]) -> str:
        """Return the names of several people as one list in words."""
        return self.tongue.all_of(self.name(one) for one in people)

    def words(self, words: Words) -> str:
        """Return words in the reader's language."""
        return words.in_(self.language)

    @cached_property
    def post_names(self) -> dict[str, str]:
        """The names of the site's posts by key, in the reader's language."""
        return {one.key: self.words(one.name) for one in org.posts(self.book)}

    @property
    def post_name(self) -> str:
        """The name of the post of the address, in the reader's language."""
        return self.post_names.get(self.post, self.here.post_name)

    def rule_book(self, post: str = "") -> Pack | None:
        """Return the regime in force at a post (default: this one), or None where none can be read."""
        own = self.at is not None and post in ("", self.at.post)
        try:
            return self.packs(self.here.regime if own else self._regimes.get(post, ""))
        except (NotFound, FileLost):
            return None

    def role(self, role: Role, post: str = "") -> str:
        """Return what a role is called under the regime of a post (default: this one; of a site's page, its first)."""
        usual = post or (self.at.post if self.at else next(iter(self.post_names), ""))
        return self.words(called(role, self.rule_book(usual) if usual else None))

    @cached_property
    def _regimes(self) -> dict[str, str]:
        """The digest of the regime in force at each post that the visitor may read."""
        return {place.post: place.regime for place in self.posts()}

    def clause(self, clause_id: str, post: str = "") -> dict[str, str] | None:
        """Return a clause as parts/clause.html draws it, with a link to the regime's page."""
        drawn = clause(clause_id, self.rule_book(post), self.language)
        if drawn and drawn.get("id"):
            drawn["url"] = f"{self.url('regime', regime=clause_id.split('/')[0])}#{clause_id.replace('/', '-')}"
        return drawn

    def can(self, right: Right) -> bool:
        """Say whether the visitor has a right at the post of the address, or on a page of the site, somewhere."""
        return self.may(right, self.at.post if self.at else None)

    def url(self, name: str, **kwargs: str) -> str:
        """Return the address of a page of this site by name; `post` is filled in where the page is one of a post."""
        found = self.link(name, **kwargs)
        if not found:
            raise NoReverseMatch(f"there is no page {name} with {', '.join(kwargs)}")
        return found

    def link(self, name: str, **kwargs: str) -> str:
        """As `url`, but '' where there is no such page."""
        kwargs["site"] = self.site.code
        of_post = address(name, {**kwargs, "post": self.at.post}) if self.at and "post" not in kwargs else ""
        return of_post or address(name, kwargs)

    def form(
        self,
        verb: str,
        *,
        label: str,
        next_url: str = "",
        form_id: str = "",
        tone: str = "primary",
        draft: bool = True,
        post: str = "",
        fixed: Mapping[str, str] | None = None,
        **asked: Any,
    ) -> Form:
        """Return the form of a verb, drawn by parts/verb_form.html.

        `label` is on the button; `next_url` comes after success ({key} in it becomes the new thing's key; default: the
        page itself). `fixed` are arguments that go along unseen; see `forms.Asked` for `given`, `options`, `labels`,
        `help`, `kinds`, `only`, `required`.
        """
        found_id = form_id or "-".join([verb.replace(".", "-").replace("_", "-"), *(fixed or {}).values()])
        fixed = fixed or {}
        mine = self.answer if self.answer is not None and self.answer.form == found_id else None
        made = form_fields(verb, found_id, Asked(fixed=fixed, **asked), self.answer, self.zone)
        return Form(
            id=found_id,
            url=self.do_url(verb, post),
            fields=made,
            hidden=list(fixed.items()),
            next=next_url or self.path,
            back=self.path,
            label=label,
            tone=tone,
            signed=is_signed(verb),
            draft=f"{self.site.code}-{found_id}" if draft and made and not is_personal(verb) else "",
            account=next(iter(mine.values.get("account", ())), "") if mine else "",
        )

    def choose(self, register: str) -> Choices:
        """Return what a form offers of a register, such as 'equipment': its lines, or of a long one a way to look it
        up. See `web.registers`."""
        lines = REGISTERS[register]
        post = self.at.post if self.at else ""
        few = lines.few(self.book, post, FEW)
        if few is not None:
            return [(one.key, one.label) for one in few]
        return Lookup(register, self.url("choose", register=register), lambda keys: lines.labels(self.book, keys))

    def do_url(self, verb: str, post: str = "") -> str:
        """Return where the form of a verb is sent."""
        at = post or (self.at.post if self.at else "")
        where = {"site": self.site.code, "verb": verb}
        if at and scope_of(verb) == "post":
            return address("do", {**where, "post": at})
        return address("do_at_site", where)


def scope_of(verb: str) -> str:
    """Return whether a verb acts at a post or at the site."""
    found = find_verb(verb)
    if found is None:
        raise LookupError(f"there is no verb {verb}")
    return found.scope


def is_personal(verb: str) -> bool:
    """Say whether a verb is told personal values: what was typed is not kept on the device then, which others use."""
    found = find_verb(verb)
    return bool(found and fields_of(found.args))


def is_signed(verb: str) -> bool:
    """Say whether a verb wants the signer's own credential."""
    found = find_verb(verb)
    return bool(found and found.signed)
