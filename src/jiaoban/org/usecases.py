"""What an administrator does to an organisation, and what any visitor of a demo site may do: set its clock."""

from datetime import timedelta

from jiaoban.kernel.access import SYSTEM, Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.verbs import Context, Decision, plain, refuse, verb
from jiaoban.kernel.words import Words
from jiaoban.org import acts, args, queries, rules
from jiaoban.org.tables import PEOPLE, POSTS, REGIMES, Granted, Person


@verb("org.found_site", right=Right.ADMINISTER, scope="site")
def found_site(context: Context, said: args.FoundSite) -> Decision:
    """Found the site: the first act of its book, done by the program itself."""
    if context.actor != SYSTEM:
        raise NotAllowed(Right.ADMINISTER, "org.found_site")
    if said.code != context.book.site:
        raise BadInput(
            "code",
            Words(zh="代码与这本账的厂站不符。", en="The code is not the one of this book."),
            Words(zh=f"应为 {context.book.site}。", en=f"It is {context.book.site}."),
        )
    rules.need_zone(said.zone)
    if context.book.size:
        return refuse("org.found_site", said.code, rules.taken("site-founded", "厂站代码", "The site code"))
    return _one(acts.SiteFounded(code=said.code, name=said.name, zone=said.zone, demo=said.demo))


@verb("org.form_crew", right=Right.ADMINISTER, scope="site")
def form_crew(_context: Context, said: args.FormCrew) -> Decision:
    """Form a crew, or give one a new name."""
    return _one(acts.CrewFormed(crew=said.crew, name=said.name))


@verb("org.open_post", right=Right.ADMINISTER, scope="site")
def open_post(context: Context, said: args.OpenPost) -> Decision:
    """Open a post."""
    description = said.described()
    rules.need_distinct(description)
    rules.need_adopted(description, context.book.find(REGIMES))
    if context.book.get(POSTS, said.post):
        return refuse("org.open_post", said.post, rules.taken("post-key", "岗位代码", "The post key"))
    return _one(acts.PostOpened(post=said.post, description=description))


@verb("org.change_post", right=Right.ADMINISTER, scope="site")
def change_post(context: Context, said: args.ChangePost) -> Decision:
    """Describe a post anew, from now on; what it was stays known."""
    queries.post(context.book, said.post)
    description = said.described()
    rules.need_distinct(description)
    rules.need_adopted(description, context.book.find(REGIMES))
    return _one(acts.PostChanged(post=said.post, description=description))


@verb("org.add_person", right=Right.ADMINISTER, scope="site")
def add_person(context: Context, said: args.AddPerson) -> Decision:
    """Add a person."""
    if said.crew is not None:
        queries.crew(context.book, said.crew)
    reasons = []
    if context.book.get(PEOPLE, said.person):
        reasons.append(rules.taken("person-key", "人员代码", "The person key"))
    if _username_of_another(context.book, said.username, said.person):
        reasons.append(rules.taken("username", "登录名", "The account name"))
    if reasons:
        return refuse("org.add_person", said.person, *reasons)
    return _one(acts.PersonAdded(person=said.person, description=said.described()))


@verb("org.change_person", right=Right.ADMINISTER, scope="site")
def change_person(context: Context, said: args.ChangePerson) -> Decision:
    """Describe a person anew, or take them off the site; their past acts stay theirs."""
    before = queries.person(context.book, said.person)
    if said.crew is not None:
        queries.crew(context.book, said.crew)
    reasons = []
    if _username_of_another(context.book, said.username, said.person):
        reasons.append(rules.taken("username", "登录名", "The account name"))
    after = before.model_copy(
        update={"username": said.username, "left_at": None if said.active else before.left_at or context.now}
    )
    locked_out = rules.last_administrator(before, after, _members(context.book))
    if locked_out:
        reasons.append(locked_out)
    if reasons:
        return refuse("org.change_person", said.person, *reasons)
    return _one(acts.PersonChanged(person=said.person, description=said.described(active=said.active)))


@verb("org.set_crew", right=Right.ADMINISTER, scope="site")
def set_crew(context: Context, said: args.SetCrew) -> Decision:
    """Put a person into a crew, or into none."""
    queries.person(context.book, said.person)
    if said.crew is not None:
        queries.crew(context.book, said.crew)
    return _one(acts.CrewSet(person=said.person, crew=said.crew or ""))


@verb("org.grant", right=Right.ADMINISTER, scope="site")
def grant(context: Context, said: args.GrantRole) -> Decision:
    """Give a person a role, at one post or at the whole site."""
    who = queries.person(context.book, said.person)
    if said.post is not None:
        queries.post(context.book, said.post)
    if rules.has_role(who, said.role, said.post):
        reason = plain(
            "role-held", f"{who.name}已有此角色。", f"{who.name} has this role.", "无需再次授予。", "It stands."
        )
        return refuse("org.grant", said.person, reason)
    return _one(acts.RoleGranted(person=said.person, role=said.role, at_post=said.post))


@verb("org.revoke", right=Right.ADMINISTER, scope="site")
def revoke(context: Context, said: args.RevokeRole) -> Decision:
    """Take a role from a person."""
    who = queries.person(context.book, said.person)
    if not rules.has_role(who, said.role, said.post):
        raise NotFound(f"role {said.role} of {said.person}", "role")
    after = who.model_copy(update={"grants": _without(who.grants, said)})
    reason = rules.last_administrator(who, after, _members(context.book))
    if reason:
        return refuse("org.revoke", said.person, reason)
    return _one(acts.RoleRevoked(person=said.person, role=said.role, at_post=said.post))


@verb("org.qualify", right=Right.ADMINISTER, scope="site")
def qualify(context: Context, said: args.Qualify) -> Decision:
    """Enter a person's certificate, or renew it."""
    queries.person(context.book, said.person)
    rules.need_order(said.valid_from, said.valid_to)
    return _one(
        acts.PersonQualified(
            person=said.person,
            qualification=said.qualification,
            number=said.number,
            valid_from=said.valid_from,
            valid_to=said.valid_to,
        )
    )


@verb("org.disqualify", right=Right.ADMINISTER, scope="site")
def disqualify(context: Context, said: args.Disqualify) -> Decision:
    """End a person's qualification from a day on."""
    if not queries.qualified(context.book, said.person, said.qualification, said.from_day):
        raise NotFound(f"qualification {said.qualification} of {said.person} on {said.from_day}", "qualification")
    return _one(
        acts.PersonDisqualified(
            person=said.person, qualification=said.qualification, from_day=said.from_day, reason=said.reason
        )
    )


@verb("org.adopt_regime", right=Right.ADMINISTER, scope="site")
def adopt_regime(context: Context, said: args.AdoptRegime) -> Decision:
    """Adopt a version of a regime from a day or an hour on: the first of a site, or at the shell of the machine.

    Every other version that takes effect was approved by a second person (`authoring.approve`).
    """
    alone = None if context.actor == SYSTEM else rules.two_people_publish(context.book.find(REGIMES))
    if alone:
        return refuse("org.adopt_regime", said.regime, alone)
    return adopted(context, said)


def adopted(context: Context, said: args.AdoptRegime) -> Decision:
    """Return the adoption of a version from a day on, or why it cannot be; who may decide it was asked before."""
    zone = queries.site(context.book).zone
    there = context.book.get(REGIMES, said.regime)
    found = (
        rules.too_late_to_adopt(there, said.effective_from, zone, context.now),
        rules.version_taken(there, said.version, said.digest),
    )
    reasons = [reason for reason in found if reason]
    if reasons:
        return refuse("org.adopt_regime", said.regime, *reasons)
    return _one(
        acts.RegimeAdopted(
            regime=said.regime,
            version=said.version,
            digest=said.digest,
            effective_from=said.effective_from,
            source=said.source,
        )
    )


@verb("org.move_clock", right=Right.ADMINISTER, scope="site")
def move_clock(context: Context, said: args.MoveClock) -> Decision:
    """Let the clock of the site go by another time zone from a moment on: a ship that sails east or west.

    What stands in the book keeps its meaning: every moment is shown by the clock of its own time. A move that was
    foreseen for then or later is void.
    """
    rules.need_zone(said.zone)
    site, from_at = queries.site(context.book), said.from_at or rules.next_minute(context.now)
    reason = rules.move_reason(site.zone, said.zone, from_at, context.now)
    if reason:
        return refuse("org.move_clock", site.code, reason)
    return _one(acts.ClockMoved(zone=said.zone, from_at=from_at, reason=said.reason))


@verb("org.set_clock", right=Right.READ, scope="site")
def set_clock(context: Context, said: args.SetClock) -> Decision:
    """Set the clock of a demo site forward."""
    site = queries.site(context.book)
    reasons = rules.clock_reasons(demo=site.demo, now=context.now, to=said.to, ahead=site.offset)
    if reasons:
        return refuse("org.set_clock", site.code, *reasons)
    ahead = site.offset + (said.to - context.now)
    return _one(acts.ClockSet(to=said.to, ahead_us=ahead // timedelta(microseconds=1)))


def _one(payload: Payload) -> Decision:
    return [Proposed(payload=payload)]


def _members(book: Book) -> list[Person]:
    return book.find(PEOPLE, member=True)


def _username_of_another(book: Book, username: str, person: str) -> bool:
    return bool(username) and any(one.key != person for one in book.find(PEOPLE, username=username))


def _without(grants: tuple[Granted, ...], said: args.RevokeRole) -> tuple[Granted, ...]:
    return tuple(grant for grant in grants if (grant.role, grant.post) != (said.role, said.post))
