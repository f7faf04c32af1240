"""How people log in: by username; accounts are made by an administrator, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """django-allauth with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
