"""Who is on duty in the demo station when the visitor comes, and who comes next."""

import json
from dataclasses import dataclass

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
