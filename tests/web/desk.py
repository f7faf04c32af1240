"""A desk over the database, with a browser for each person: a pack's own pages are walked on it."""

from django.test import Client

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import OUT, POST, Desk

BASE = f"/s/{cast.SITE}/p/{POST}"


class WebDesk(Desk):
    """The patrol post under a regime; what is sent and seen goes by the desk's own clock."""

    def __init__(self, regime: Pack, first: tuple[cast.Member, ...] = (OUT,)) -> None:
        packs.store(regime)
        super().__init__(store.found(cast.SITE), regime, first)
        make_accounts()
        self.sent = 0

    def client(self, who: cast.Member) -> Client:
        client = Client()
        client.login(username=who.username, password=who.password)
        return client

    def see(self, who: cast.Member, path: str = "") -> str:
        door.clock = VirtualClock(self.now)
        answer = self.client(who).get(BASE + (path or f"/handover/{self.key}"), follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def see_site(self, who: cast.Member, path: str) -> str:
        """What a page of the site shows, one that is no post's."""
        door.clock = VirtualClock(self.now)
        answer = self.client(who).get(f"/s/{cast.SITE}{path}", follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    def send(self, who: cast.Member, verb: str, **fields: object) -> int:
        door.clock = VirtualClock(self.now)
        self.sent += 1
        data = {"command": f"web-{self.sent}", "back": f"{BASE}/handover/{self.key}", **fields}
        return self.client(who).post(f"{BASE}/do/{verb}", data).status_code

    def done(self, who: cast.Member, verb: str, **fields: object) -> None:
        assert self.send(who, verb, handover=self.key, **fields) == 303, verb
