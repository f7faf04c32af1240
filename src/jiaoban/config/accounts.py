"""How people log in: by username; accounts are made by an administrator, never by a visitor."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from jiaoban.config.sessions import one


class Adapter(DefaultAccountAdapter):
    """django-allauth with the door for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class Known(ModelBackend):
    """Django's own accounts. Every page asks who its session belongs to: that question is written out."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account, if it may be used at all."""
        user = one(User, "id", user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class LoggingIn(Known, AuthenticationBackend):
    """The same by the pages of django-allauth."""
