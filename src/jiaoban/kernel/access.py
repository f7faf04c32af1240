"""Who may do what, where. Pure: the rights of an actor are looked up once, by the shell, and travel with the
command."""

from dataclasses import dataclass
from enum import StrEnum

from jiaoban.kernel.words import Words


class Role(StrEnum):
    """The roles that a person can have, at a whole site or at one post."""

    OPERATOR = "OPERATOR"
    SUPERVISOR = "SUPERVISOR"
    HEAD = "HEAD"
    ADMINISTRATOR = "ADMINISTRATOR"
    AUTHOR = "AUTHOR"
    AUDITOR = "AUDITOR"
    GROUP = "GROUP"


class Right(StrEnum):
    """What a verb or a page asks of its actor."""

    READ = "READ"  # see the site: log, handovers, responsibility
    WORK = "WORK"  # write as somebody who stands shifts
    SUPERVISE = "SUPERVISE"  # run the handover, rule, judge fitness
    OVERSEE = "OVERSEE"  # the head's views and consents
    ADMINISTER = "ADMINISTER"  # people, posts, tokens, clock of a demo site
    DRAFT = "DRAFT"  # see a regime while it is written, and what the past would be under it
    AUTHOR = "AUTHOR"  # write regimes
    APPROVE = "APPROVE"  # put a version of a regime that somebody else wrote in force
    AUDIT = "AUDIT"  # the whole ledger, checkpoints, export


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.READ, Right.WORK}),
    Role.SUPERVISOR: frozenset({Right.READ, Right.WORK, Right.SUPERVISE}),
    Role.HEAD: frozenset({Right.READ, Right.SUPERVISE, Right.OVERSEE, Right.AUDIT, Right.DRAFT, Right.APPROVE}),
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.ADMINISTER, Right.DRAFT, Right.APPROVE}),
    Role.AUTHOR: frozenset({Right.READ, Right.DRAFT, Right.AUTHOR}),
    Role.AUDITOR: frozenset({Right.READ, Right.AUDIT}),
    Role.GROUP: frozenset({Right.READ, Right.OVERSEE, Right.AUDIT}),
}

ROLES = {
    Role.OPERATOR: Words(zh="值班员", en="Operator"),
    Role.SUPERVISOR: Words(zh="值长", en="Shift supervisor"),
    Role.HEAD: Words(zh="部门负责人", en="Head of department"),
    Role.ADMINISTRATOR: Words(zh="管理员", en="Administrator"),
    Role.AUTHOR: Words(zh="制度编写人", en="Policy author"),
    Role.AUDITOR: Words(zh="审计员", en="Auditor"),
    Role.GROUP: Words(zh="集团人员", en="Group"),
}
"""What people call the roles."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to a person: at one post, or with `post=None` at every post of the site."""

    role: Role
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as one site knows them: key, name, grants. Without a grant there the site does not exist for them."""

    person: str
    name: str
    site: str
    grants: tuple[Grant, ...] = ()

    def may(self, right: Right, post: str | None = None) -> bool:
        """Say whether this person has the right at the post (None: somewhere at the site)."""
        return any(
            right in RIGHTS[grant.role] and (grant.post is None or post is None or grant.post == post)
            for grant in self.grants
        )

    def may_everywhere(self, right: Right) -> bool:
        """Say whether this person has the right for the whole site."""
        return any(right in RIGHTS[grant.role] and grant.post is None for grant in self.grants)


SYSTEM = Actor(person="system", name="系统", site="*", grants=())
"""The program itself: founding a site, recording the passing of a deadline, a restore."""
