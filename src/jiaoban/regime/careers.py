"""What a regime says about careers: joining, becoming a regular member, being considered for promotion."""

from decimal import Decimal
from operator import not_
from typing import Annotated

from pydantic import Field as Key

from jiaoban.regime.funds import Approver, Cited
from jiaoban.regime.part import ClauseId, Part

Sum = Annotated[Decimal, Key(gt=0, max_digits=11, decimal_places=2)]


class Joining(Cited):
    """That whoever joins the department is registered."""


class Regular(Part):
    """That whoever is on probation becomes a regular member once their sales come to `sales` (exactly so much is
    enough). One of `by` registers it, nobody their own; `reported`: they report it to the supervisor then."""

    clause: ClauseId
    sales: Sum
    by: tuple[Approver, ...] = Key(min_length=1)
    reported: bool = Key(default=False, exclude_if=not_)


class Promotion(Part):
    """That something stands in the way of a promotion. `funds`: a share of company funds above what `funds.yaml`
    allows; `decided`: that a decision bars it for a time."""

    clause: ClauseId
    funds: bool = Key(default=False, exclude_if=not_)
    decided: bool = Key(default=False, exclude_if=not_)


class Careers(Part):
    """Everything that a regime says about careers. `joining`: that whoever joins the department is registered."""

    joining: Joining
    regular: Regular | None = None
    promotion: Promotion | None = None
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)

    def of(self, post: str) -> bool:
        """Say whether careers are kept at a post (none named: at every post of the regime)."""
        return not self.posts or post in self.posts
