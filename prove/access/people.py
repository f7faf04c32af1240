"""Who asks, and where: one person of each role, and three places."""

from collections.abc import Mapping

from jiaoban.demo import cast
from jiaoban.kernel.access import Role

PLACES = ((cast.SITE, cast.CCR), (cast.SITE, cast.PATROL), (cast.NEIGHBOUR, cast.CCR))
"""The operator's own post, another post of the own site, a post of another site."""
NOBODY, OUTSIDER = "nobody", "outsider"
PEOPLE: Mapping[str, cast.Member] = {
    Role.OPERATOR: cast.A_CCR,
    Role.SUPERVISOR: cast.A_LEAD,
    Role.HEAD: cast.HEAD,
    Role.ADMINISTRATOR: cast.ADMINISTRATOR,
    Role.AUTHOR: cast.AUTHOR,
    Role.AUDITOR: cast.AUDITOR,
    Role.GROUP: cast.GROUP,
    OUTSIDER: cast.OUTSIDER,
}
WHO = (*PEOPLE, NOBODY)
