"""What the document of a regime is, and what it calls the people of a post."""

from collections.abc import Mapping

from pydantic import Field as Key

from jiaoban.kernel.starts import Start
from jiaoban.kernel.tongue import CHINESE, ENGLISH, Language, Tongue
from jiaoban.kernel.words import Words
from jiaoban.regime.part import Id, Part


class Calls(Part):
    """What people are called under the regime, where it is not what they are called everywhere: who stands a shift, who
    supervises it, who heads the department."""

    operator: Words | None = None
    supervisor: Words | None = None
    head: Words | None = None


BOTH: tuple[Language, ...] = ("zh", "en")


FOR_THE_ADOPTER: Mapping[str, str] = {
    "未编号": "without a number",
    "启用单位负责人": "the head of the adopting unit",
    "启用单位生产负责人": "the head of production of the adopting unit",
    "启用单位客户服务部经理": "the manager of customer service of the adopting unit",
}
"""What stands for a number or an approver that a document does not tell, until a unit adopts it with its own; in
English."""


class Head(Part):
    """What the document is: number, title, issuer, scope, version, dates, approver.

    It holds from `effective_from` up to and without `effective_to`: days, or hours of the site's clock.

    `languages`: those in which the pack is written, both unless it says one; pages in the other language then show the
    one that there is.
    """

    id: Id
    number: str
    title: Words
    issuer: Words
    scope: Words
    version: str
    effective_from: Start
    effective_to: Start | None = None
    approver: str
    calls: Calls = Key(default=Calls(), exclude_if=Calls().__eq__)
    languages: tuple[Language, ...] = Key(default=BOTH, min_length=1, max_length=2, exclude_if=BOTH.__eq__)

    @property
    def numbered(self) -> Words:
        """The number of the document in words."""
        return _told(self.number)

    @property
    def approved_by(self) -> Words:
        """Who approved it, in words."""
        return _told(self.approver)

    @property
    def tongue(self) -> Tongue:
        """The language of what the program writes under the regime: Chinese, unless the regime is in English only."""
        return CHINESE if "zh" in self.languages else ENGLISH


def _told(said: str) -> Words:
    return Words(zh=said, en=FOR_THE_ADOPTER.get(said, said))
