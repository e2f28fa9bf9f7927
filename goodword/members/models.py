from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from goodword.core.fields import SortKey, WorkspaceKey
from goodword.core.models import Workspace, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.names import first_name
from goodword.core.statements import Kept
from goodword.core.tenancy import forget, once


class Role(models.TextChoices):
    """What a member does here. Roles add up; there is no role switcher."""

    REP = "rep", "Sales rep"
    OWNER = "owner", "Account owner"
    MANAGER = "manager", "Program manager"
    LEADER = "leader", "Leader"
    ADMIN = "admin", "Admin"


# Whose yes an account can have.
DECIDING = (Role.OWNER, Role.MANAGER)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A way to sign in. Global, so it holds no name and no role: those live behind the workspace's wall."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.email


class Membership(models.Model):
    """Which user may open which workspace. Global, read at sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership_per_workspace")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.workspace_id}"


class MemberQuerySet(WorkspaceQuerySet["Member"]):
    def active(self) -> MemberQuerySet:
        return self.filter(active=True)

    def with_role(self, role: Role) -> MemberQuerySet:
        return self.filter(roles__contains=[role])

    def deciding(self) -> MemberQuerySet:
        """Return who may decide about customers."""
        return self.active().filter(roles__overlap=[*DECIDING])


MemberManager = WorkspaceManager.from_queryset(MemberQuerySet)


class Member(WorkspaceModel):
    """A person who works here."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sort_key = SortKey()
    email = models.EmailField()
    job_title = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=12, choices=Role), default=list)
    time_zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    away_until = models.DateField(null=True, blank=True)
    how_to_join = models.CharField(
        max_length=300, blank=True, help_text="Their standing meeting link or line; fills in the calls they ask for."
    )
    single_keys = models.BooleanField(default=True, help_text="Whether single letters are shortcuts for them.")
    news_off = ArrayField(
        models.CharField(max_length=12), default=list, blank=True, help_text="The news they don't want as mails."
    )
    noticed_until = models.DateTimeField(null=True, blank=True, help_text="Up to when they have seen their notices.")
    active = models.BooleanField(default=True)

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_member_per_user"),
            models.UniqueConstraint(fields=["workspace", "email"], name="one_member_per_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def managers(cls) -> list[Member]:
        """Return who runs the program: read once in a transaction."""
        return list(once("managers", _MANAGERS))

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget("managers")

    @property
    def first_name(self) -> str:
        return first_name(self.name) or self.email

    def has(self, role: Role) -> bool:
        return role in self.roles

    @property
    def decides(self) -> bool:
        """Whether this person may decide about customers: active, and an account owner or program manager."""
        return self.active and any(self.has(role) for role in DECIDING)


class SavedViewQuerySet(WorkspaceQuerySet["SavedView"]):
    def seen_by(self, member_id: uuid.UUID) -> SavedViewQuerySet:
        """Return somebody's own views and those colleagues share: filters only, each sees their own rows by them."""
        return self.filter(models.Q(member=member_id) | models.Q(shared=True, member__active=True))


SavedViewManager = WorkspaceManager.from_queryset(SavedViewQuerySet)


class SavedView(WorkspaceModel):
    """A list's filters and order under a name. `page` is the list's url name, `query` what follows its address."""

    member = WorkspaceKey(Member, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False, help_text="Colleagues see it too.")
    pinned = models.BooleanField(default=False, help_text="Stands among the list's tabs.")

    objects: ClassVar[SavedViewManager] = SavedViewManager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "member", "page", "name"], name="view_named_once")]

    def __str__(self) -> str:
        return self.name


class Snooze(WorkspaceModel):
    """A card of somebody's Today, put off until a day of their calendar."""

    member = WorkspaceKey(Member, on_delete=models.CASCADE, related_name="snoozes")
    card = models.CharField(max_length=80, help_text="The card's kind and what it is about: match:<request>.")
    until = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "member", "card"], name="snoozed_once")]

    def __str__(self) -> str:
        return self.card


_MANAGERS = Kept[Member](lambda: Member.objects.active().with_role(Role.MANAGER))
