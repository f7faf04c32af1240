"""Two sites with one thing of every kind at each of three posts, and an account for every role."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from django.contrib.auth.models import User

from jiaoban.authoring import replays
from jiaoban.chat import addresses
from jiaoban.conduct.acts import Concerned, Recorded
from jiaoban.demo import cast
from jiaoban.demo.accounts import make_accounts
from jiaoban.duty.tables import duty_key
from jiaoban.followup import acts as reported
from jiaoban.handover import acts
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.verbs import Args
from jiaoban.kernel.words import Words
from jiaoban.lead.acts import Opened as LeadOpened
from jiaoban.lead.aftersales_acts import CaredFor
from jiaoban.lead.owner_acts import CollisionRaised
from jiaoban.ledger import store
from jiaoban.logbook import photos
from jiaoban.org import door, tokens
from jiaoban.org import queries as org
from jiaoban.org.args import AdoptRegime
from jiaoban.org.door import Visit
from jiaoban.regime.pack import Pack
from jiaoban.regime.reports import Reports
from jiaoban.report.acts import Submitted
from jiaoban.roster.acts import Slot, SwapAsked
from jiaoban.roster.proposing import proposals
from jiaoban.roster.proposing.asking import Ask, usual
from jiaoban.roster.seals import seal
from jiaoban.round import queries as rounds
from prove.access.people import PEOPLE, PLACES
from prove.station import picture, settle

NOW = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)
DUTY = "shift-report"
"""A periodic duty of the regime."""
REPORTS = Reports.model_validate(
    {
        "forms": [
            {
                "id": "daily",
                "clause": "hydro/1.1a",
                "title": "日报",
                "at": "21:00",
                "fields": [{"id": "said", "title": "小结"}],
            }
        ]
    }
)
"""A report, of which the station's own regime says nothing."""
SIGNER = "chenxiaobing"
"""Signed and did what parties alone may see; none of the people who ask."""
CHANNEL = {"name": "群", "service": "WECOM", "sorts": ["handovers"]}
"""A channel to a chat group, but for its address."""


@dataclass
class World:
    """What there is to ask for: the keys of things by place, the keys to the API and their numbers by who asks."""

    clock: VirtualClock
    pack: Pack
    photo: str
    things: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    @classmethod
    def build(cls) -> "World":
        """Make it in the database of this process; the clock of the program stands still from now on."""
        pack = settle({"reports": REPORTS})
        cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
        make_accounts()
        door.clock = clock = VirtualClock(NOW - timedelta(hours=7))
        made = cls(clock, pack, photos.take(picture(Random(0), 8)))
        for site, post in PLACES:
            made.things[site, post] = made._fill(site, post)
        clock.moment = NOW
        for who, member in PEOPLE.items():
            made.users[who] = User.objects.get(username=member.username)
            token, made.keys[who] = tokens.issue(made.users[who], who, NOW)
            made.numbers[who] = token.pk
        return made

    @property
    def adoption(self) -> Args:
        """Arguments of the one verb that names a stored pack."""
        return AdoptRegime.of(self.pack)

    def _fill(self, site: str, post: str) -> dict[str, str]:
        visit = door.as_system(site)

        def do(name: str, verb: str, /, **said: object) -> str:
            command = f"{name}-{site}-{post}"
            refusal = visit.do(verb, said, command=command, post=post).refusal
            assert refusal is None, (verb, refusal)
            return command

        holder = cast.OUTSIDER.key if site == cast.NEIGHBOUR else cast.B_CCR.key
        self._registered(do, post, holder)
        self.clock.moment += timedelta(minutes=5)
        return self._lived(visit, do, holder, post)

    @staticmethod
    def _registered(do: Callable[..., str], post: str, holder: str) -> None:
        """Have somebody hold the post, and write down what it has: one of each register."""
        do("first", "handover.take_first", people=[holder], text="—")
        unit, parameter, item = f"G-{post}", f"up-{post}", f"K-{post}"
        do("unit", "plant.register_equipment", equipment=unit, code=unit, name="1号机", kind="UNIT")
        do("parameter", "plant.register_parameter", parameter=parameter, name="上游水位", group="水库")
        do("item", "plant.register_custody", custody_item=item, name="钥匙", kind="KEY", expected=3)
        do("earth", "plant.register_earth", earth=f"E-{post}", number="3")

    def _lived(self, visit: Visit, do: Callable[..., str], holder: str, post: str) -> dict[str, str]:
        """Use every room once; return the keys of what came of it."""
        site = visit.site.code
        away = {"from_at": NOW + timedelta(days=9), "until_at": NOW + timedelta(days=10), "reason": "家事"}
        away |= {"mobile": "13800001111", "landline": "6760114"}
        leaving = cast.B_PATROL.key if post == cast.PATROL else holder
        absence = do("absence", "absence.ask", kind="leave", person=leaving, **away)
        entry = do("entry", "logbook.write", category="ROUND", text="巡视", photos=[self.photo])
        do("duty", "duty.do", duty=DUTY, photos=[self.photo])
        gone = self._round(do, post)
        told = {"where": "1号机", "state_so_far": "—", "next_step": "看", "due_at": NOW + timedelta(hours=9)}
        when = {"begins_at": NOW + timedelta(days=3), "ends_at": NOW + timedelta(days=3, hours=1)}
        handover, seq = _signed(visit, post, self.photo)
        draft = do("draft", "authoring.begin", code="proof", title="制度", issuer="厂", post="岗")
        return {
            "draft": draft,
            "draft_of_version": do("of-version", "authoring.start", regime=self.pack.head.id),
            "replay": _replayed(visit, draft),
            "proposal": _proposed(visit, post),
            "site": site,
            "post": post,
            "entry": entry,
            "unit": f"G-{post}",
            "earth": f"E-{post}",
            "parameter": f"up-{post}",
            "matter": do(
                "matter", "plant.open_matter", kind="DEFECT", title="渗油", equipment=f"G-{post}", photos=[self.photo]
            ),
            "followup": do("followup", "followup.open", what="看", owner=holder, **told),
            "absence": absence,
            "channel": do("channel", "chat.set_channel", address=_kept(site, post), **CHANNEL),
            "meeting": do("meeting", "meeting.open", kind="PRE", occasion=f"{handover}"),
            "lead": (lead := _lead(visit, post)),
            "collision": f"collision-{lead}",
            "care": _care(visit, post, self.photo),
            "gathering": do("gathering", "gathering.announce", title="班组会", posts=[post], outside="—", **when),
            "order": do("order", "order.issue", title="防汛要求", text="抄水位", people=[holder], files=[self.photo]),
            "duty": duty_key(post, DUTY, _shift(visit, post)),
            "handover": handover,
            "swap": _swap(visit, post),
            "case": _case(visit, post),
            "reporter": _reported(visit, post, leaving, self.photo),
            "seq": str(seq),
            "person": holder,
            "digest": visit.place(post).regime,
            "photo": self.photo,
            **_subscribed(visit, holder),
            **_faulty(visit, post, self.photo),
            **gone,
        }

    def _round(self, do: Callable[..., str], post: str) -> dict[str, str]:
        """Let a round go on, with a visit and its photograph, along a route of which a point has a code."""
        route, secret = f"R-{post}", f"secret-of-{post}"
        do("route", "round.register_route", route=route, name="路线", points=[{"code": "P1", "name": "一点"}])
        do("code", "round.issue_codes", route=route, codes=[{"point": "P1", "digest": rounds.digest(secret)}])
        key = do("round", "round.start", route=route)
        do("visit", "round.visit", round=key, point="P1", photos=[self.photo])
        return {"route": route, "secret": secret, "round": key, "picture": self.photo}


def _shift(visit: Visit, post: str) -> str:
    running = visit.place(post).shift_at(visit.now)
    assert running is not None
    return running.key


def _kept(site: str, post: str) -> str:
    """Keep the address of a chat group of a post."""
    url = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={post}"
    return addresses.keep(site, "WECOM", url, "", f"kept-{post}", NOW)


def _subscribed(visit: Visit, person: str) -> dict[str, str]:
    """Have a person subscribe to their own shifts; return the subscription and the seal of its address."""
    own = replace(visit, actor=org.actor(visit.book, person))
    feed = f"feed-{visit.site.code}-{person}-{visit.book.size}"
    refusal = own.do("roster.subscribe", {}, command=feed).refusal
    assert refusal is None, refusal
    return {"feed": feed, "seal": seal(visit.site.code, feed)}


def _care(visit: Visit, post: str, photo: str) -> str:
    """Let a customer be looked after, which the regime has not, and return the key of that contact."""
    key, place = f"care-{visit.site.code}-{post}", visit.place(post)
    cared = CaredFor(lead=f"lead-{visit.site.code}-{post}", care=key, person="system", answers="", photos=(photo,))
    stamp = Stamp(command=key, request=key, actor="system", post=place.post, now=visit.now)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=cared)], stamp)
    return key


def _lead(visit: Visit, post: str) -> str:
    """Write a customer straight into the book, which the regimes of these sites do not have; return its key."""
    key, place = f"lead-{visit.site.code}-{post}", visit.place(post)
    stamp = Stamp(command=key, request="", actor=SIGNER, post=post, now=visit.now, regime=place.regime)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=LeadOpened(lead=key, number=rounds.digest(key)))], stamp)
        raised = CollisionRaised(collision=f"collision-{key}", lead=key, people=(SIGNER,))
        visit.book.append([Proposed(payload=raised)], replace(stamp, command=f"collision-{key}"))
    return key


def _replayed(visit: Visit, draft: str) -> str:
    """Have a replay of a draft made; return its key."""
    made = replays.ask(visit, replays.Wish(draft, visit.place(visit.posts()[0].post).regime, "1"), f"replay-{draft}")
    taken = replays.claim(door.clock.now())
    assert taken is not None
    replays.run(taken.key, taken.worker)
    return made.key


def _case(visit: Visit, post: str) -> str:
    """Write a breach that was recorded straight into the book: hydropower has no ladders. Return its key."""
    key = f"case-{visit.site.code}-{post}"
    recorded = Recorded(
        matter=key,
        pack="hydro",
        regime=visit.place(post).regime,
        ladder="none",
        clause="hydro/doc",
        people=(Concerned(person=SIGNER),),
        happened_at=visit.now,
        says=Words(zh="看见的"),
    )
    stamp = Stamp(command=key, request="", actor=SIGNER, post=post, now=visit.now)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=recorded)], stamp)
    return key


def _swap(visit: Visit, post: str) -> str:
    """Write a swap that was asked for straight into the book; return its key."""
    key, place = f"swap-{visit.site.code}-{post}", visit.place(post)
    running = place.shift_at(visit.now)
    assert running is not None
    asked = SwapAsked(
        swap=key,
        colleague=SIGNER,
        gives=Slot(post=post, day=running.day, shift=running.code),
        takes=None,
        begins_at=NOW + timedelta(hours=8),
        reason="家里有事",
    )
    stamp = Stamp(command=key, request="", actor=SIGNER, post=post, now=visit.now, regime=place.regime)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=asked)], stamp)
    return key


def _reported(visit: Visit, post: str, person: str, photo: str) -> str:
    """Write a report of the day straight into the book; return whose it is."""
    said = Submitted(report="daily", day=NOW.date() + timedelta(days=1), person=person, values={}, photos=(photo,))
    stamp = Stamp(command=f"report-{visit.site.code}-{post}", request="", actor=person, post=post, now=visit.now)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=said)], stamp)
    return person


def _proposed(visit: Visit, post: str) -> str:
    """Have a roster proposed for the next month; return its key."""
    now = usual(visit.book, post, date(2026, 12, 1))
    people = now.people or (cast.OUTSIDER.key,)
    said = Ask(month="2026-12", people=people, each=dict(now.each), seconds=1)
    made = proposals.ask(visit, post, said, f"proposal-{visit.site.code}-{post}")
    proposals.stop(made)
    return made.key


def _faulty(visit: Visit, post: str, photo: str) -> dict[str, str]:
    """Write a fault with its photograph, and a suggestion, straight into the book: hydropower speaks of neither."""
    key = f"reported-{visit.site.code}-{post}"
    fault = reported.Opened(
        followup=key,
        what="灯不亮",
        where="厂房",
        next_step="换灯",
        due_at=NOW + timedelta(hours=9),
        owner=SIGNER,
        category="FAULT",
        photos=(photo,),
    )
    better = reported.Suggested(suggestion=f"better-{key}", title="先看记录")
    stamp = Stamp(command=key, request="", actor=SIGNER, post=post, now=visit.now, regime=visit.place(post).regime)
    with visit.book.transaction():
        visit.book.append([Proposed(payload=fault), Proposed(payload=better)], stamp)
    return {"fault": key, "suggestion": better.suggestion}


def _signed(visit: Visit, post: str, photo: str) -> tuple[str, int]:
    """Write a running handover that bears one signature and the photograph of a check straight into the book; no rule
    is what is asked here."""
    key, place = f"handover-{visit.site.code}-{post}", visit.place(post)
    running = place.shift_at(visit.now)
    assert running is not None
    opened = acts.Opened(
        handover=key,
        leaving=(SIGNER,),
        arriving=(SIGNER,),
        shift=running.key,
        next_shift=running.key,
        since=visit.now,
        due_at=NOW + timedelta(minutes=20),
        next_ends_at=NOW + timedelta(hours=8),
    )
    seen = acts.Confirmed(handover=key, point="seen", party="outgoing", result="ABNORMAL", photos=(photo,))
    signed = acts.Signed(handover=key, party="outgoing", content="0" * 64, says=Words(zh="签", en="signed"))
    stamp = Stamp(command=key, request="", actor=SIGNER, post=post, now=visit.now, regime=place.regime)
    with visit.book.transaction():
        written = visit.book.append([Proposed(payload=opened), Proposed(payload=seen), Proposed(payload=signed)], stamp)
    return key, written[-1].seq
