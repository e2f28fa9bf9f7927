"""How allauth behaves here: the door is closed to sign-up, and it writes no mail of its own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goodword.members.models import Membership
from goodword.web.members import device


class ClosedDoor(DefaultAccountAdapter):
    """Let in who was invited and still works somewhere; tell nobody which of the three it was not."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That e-mail and password don't go together. Check both, or choose a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: what people hear from us goes through the outbox."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing in allauth's words: being in is the message."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return the user only if some workspace is open to them. The password was hashed by then, for anyone."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        return user if Membership.objects.filter(user=user.pk, active=True).exists() else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures per address and browser: a stranger who guesses must not lock the owner out.

        Browsers nobody signed in from share one count; one that this person used before has its own.
        """
        email = str(credentials.get("email", "")).lower()
        return f"{email}:{device.known(request, email)}"
