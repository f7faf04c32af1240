"""The accounts of the demo people. Their passwords are simple and printed, so they exist in demo data only."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from jiaoban.demo.cast import CAST, OUTSIDER, Member

EVERYBODY = (*CAST, OUTSIDER)


def make_accounts(members: Iterable[Member] = EVERYBODY) -> list[User]:
    """Return the accounts of these people, made where they are missing; an existing account keeps its password."""
    made = []
    for one in members:
        user, new = User.objects.get_or_create(username=one.username, defaults={"first_name": one.name})
        if new:
            user.set_password(one.password)
            user.save()
        made.append(user)
    return made
