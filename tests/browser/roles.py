"""Who is on duty in the demo station when the visitor comes, and who comes next."""

import json
from dataclasses import dataclass

from jiaoban.demo.description import Member, SiteIs, read
from tests import cast


@dataclass(frozen=True)
class Tonight:
    """Account names: on duty and relief at both posts, supervisors of the crew on duty and of the next one."""

    running: str
    coming: str

    @classmethod
    def of(cls, listed: str) -> "Tonight":
        """Read `jiaoban demo people --json`."""
        marks = {one["username"]: one["post"].split()[-1] for one in json.loads(listed) if one["post"]}
        crews = {marks.get(lead.username): crew for crew, lead in cast.LEADS.items()}
        return cls(crews["当班"], crews["下一班"])

    @property
    def patrol(self) -> cast.Member:
        """Who patrols the powerhouse now."""
        return cast.AT_PATROL[self.running]

    @property
    def relief(self) -> cast.Member:
        """Who relieves the patrol at eight."""
        return cast.AT_PATROL[self.coming]

    @property
    def lead(self) -> cast.Member:
        """The supervisor of the crew that comes at eight: holds the meeting."""
        return cast.LEADS[self.coming]

    @property
    def stranger(self) -> cast.Member:
        """A patrol of a crew that is off duty."""
        return next(one for crew, one in cast.AT_PATROL.items() if crew not in (self.running, self.coming))

    @property
    def operator(self) -> cast.Member:
        """Who sits in the control room now."""
        return cast.AT_CCR[self.running]

    @property
    def next_operator(self) -> cast.Member:
        """Who relieves the control room at eight."""
        return cast.AT_CCR[self.coming]


@dataclass(frozen=True)
class Watch:
    """Who is on duty at a demo site of one post and who comes next."""

    site: SiteIs
    post: str
    running: str
    coming: str

    @classmethod
    def of(cls, listed: str, code: str) -> "Watch":
        """Read `jiaoban demo people --json` for a site."""
        site = read(code)
        rows = (one for one in json.loads(listed) if one["site"] == code and one["post"])
        marks = {one["username"]: one["post"].split()[-1] for one in rows}
        crews = {marks.get(lead.username): crew for crew, lead in site.leads.items()}
        return cls(site, next(iter(site.posts)), crews["当班"], crews["下一班"])

    @property
    def on_duty(self) -> Member:
        """Who stands the shift."""
        return self.site.crew_at(self.post)[self.running]

    @property
    def relief(self) -> Member:
        """Who stands the next one."""
        return self.site.crew_at(self.post)[self.coming]

    @property
    def lead(self) -> Member:
        """The supervisor of the crew on duty."""
        return self.site.leads[self.running]

    @property
    def next_lead(self) -> Member:
        """The supervisor of the next crew."""
        return self.site.leads[self.coming]

    @property
    def others(self) -> list[Member]:
        """Who stands the post in the crews that are neither on duty nor next."""
        there = (self.running, self.coming)
        return [one for crew, one in self.site.crew_at(self.post).items() if crew not in there]
