from __future__ import annotations

import re
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goodword.core.fields import WorkspaceKey
from goodword.core.models import AppendOnly, WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.core.states import Lived
from goodword.directory.models import Account, Contact, Term
from goodword.members.models import Member

LINK_ID = re.compile(r"(?<=link) [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


class HelpKind(models.TextChoices):
    """What a customer can be asked for (the field says activity type)."""

    CALL = "call", "Reference call"
    GROUP_CALL = "group_call", "Group call"
    SITE_VISIT = "site_visit", "Site visit"
    WRITTEN = "written", "Written answers"
    PEER_CHAT = "peer_chat", "Peer chat"
    SPEAKING = "speaking", "Speaking"
    PRESS = "press", "Press"
    ANALYST_CALL = "analyst_call", "Analyst call"
    REVIEW = "review", "Review"
    QUOTE = "quote", "Quote"
    LOGO = "logo", "Logo"
    CASE_STUDY = "case_study", "Case study"
    VIDEO = "video", "Video"


class Visibility(models.TextChoices):
    """Who may know the name. Of account and advocate the stricter wins; order is from open to strict."""

    PUBLIC = "public", "Public"
    COLLEAGUES = "colleagues", "Colleagues"
    MASKED = "masked", "Private"


class OwnerMode(models.TextChoices):
    ASK_ME = "ask_me", "Ask me"
    TELL_ME = "tell_me", "Tell me"
    PRE_APPROVED = "pre_approved", "Pre-approved"


class ReferenceProfile(WorkspaceModel):
    """An account's standing as a reference."""

    account = WorkspaceKey(Account, related_name="profiles")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.COLLEAGUES)
    description = models.CharField(
        max_length=300, blank=True, help_text="What colleagues see of a private reference instead of its name."
    )
    described_by = ArrayField(
        models.CharField(max_length=16), default=list, blank=True, help_text="The coarse fields the description tells."
    )
    owner_mode = models.CharField(max_length=12, choices=OwnerMode, default=OwnerMode.ASK_ME)
    pre_approved_a_quarter = models.PositiveSmallIntegerField(default=2)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=200, blank=True)
    check_in_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when a colleague waits for the owner to confirm it."
    )
    check_in_asked_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock_now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "account"], name="one_profile_per_account")]
        indexes = [
            models.Index(
                fields=["workspace", "account"], condition=Q(visibility=Visibility.MASKED), name="profile_masked"
            )
        ]

    def __str__(self) -> str:
        return self.account.name

    @property
    def event_label(self) -> str:
        return self.description if self.visibility == Visibility.MASKED else self.account.name


class FactKind(models.TextChoices):
    """What a fact is about. `HELPED_WITH` is what came of help given; nobody states it by hand."""

    INDUSTRY = "industry", "Industry"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"
    SIZE = "size", "Company size"
    PRODUCT = "product", "Product"
    FEATURE = "feature", "Feature used"
    TECHNOLOGY = "technology", "Technology"
    USE_CASE = "use_case", "Use case"
    REPLACED = "replaced", "Replaced"
    RESULT = "result", "Result"
    TOPIC = "topic", "Can speak to"
    OFF_LIMITS = "off_limits", "Can't discuss"
    HELPED_WITH = "helped_with", "Helped a buyer with"


class FactQuerySet(WorkspaceQuerySet["Fact"]):
    def standing(self) -> FactQuerySet:
        return self.filter(withdrawn_at=None)


FactManager = WorkspaceManager.from_queryset(FactQuerySet)


class Fact(WorkspaceModel):
    """One dated statement of a profile: what, from where, verified when and by whom."""

    profile = WorkspaceKey(ReferenceProfile, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=12, choices=FactKind)
    term = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    value = models.TextField(blank=True, help_text="In words; the term's name where a term says it all.")
    on_date = models.DateField(null=True, blank=True, help_text="When it happened, where that is known.")
    source = models.CharField(max_length=200, default="hand")
    record = models.CharField(max_length=300, blank=True, help_text="Id of the imported record that says so.")
    advocate = WorkspaceKey(
        "references.Advocate",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="facts",
        help_text="Whose help it is of; empty for what is true of the company.",
    )
    verified_at = models.DateTimeField(default=clock_now)
    verified_by = models.CharField(max_length=200)
    half_life_days = models.PositiveIntegerField(default=365)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)

    objects: ClassVar[FactManager] = FactManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "profile", "kind", "term", "value", "record"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="fact_stated_once",
            )
        ]
        indexes = [models.Index(fields=["workspace", "profile"], name="fact_by_profile")]

    def __str__(self) -> str:
        return self.value or (self.term.name if self.term else "")

    @property
    def event_label(self) -> str:
        return str(self.get_kind_display())


class AdvocateState(models.TextChoices):
    """The life of a nomination and of the advocate it becomes."""

    NOMINATED = "nominated", "Nominated"
    QUALIFYING = "qualifying", "Qualifying"
    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    NOT_A_FIT = "not_a_fit", "Not a fit"
    DECLINED = "declined", "Declined"
    LAPSED = "lapsed", "Invitation lapsed"
    LEFT = "left", "Left"


class AdvocateQuerySet(WorkspaceQuerySet["Advocate"]):
    def standing(self) -> AdvocateQuerySet:
        """Leave out who is known as another by now; see `merged_into`."""
        return self.filter(merged_into=None)

    def active(self) -> AdvocateQuerySet:
        return self.standing().filter(state=AdvocateState.ACTIVE)


AdvocateManager = WorkspaceManager.from_queryset(AdvocateQuerySet)


class Advocate(Lived):
    """A person at a customer who agreed to help, with the limits they set themselves (the dial)."""

    profile = WorkspaceKey(ReferenceProfile, related_name="advocates")
    contact = WorkspaceKey(Contact, related_name="advocates")
    state = models.CharField(max_length=12, choices=AdvocateState, default=AdvocateState.NOMINATED)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.COLLEAGUES)
    nominated_by = WorkspaceKey(Member, null=True, blank=True, related_name="nominations")
    nominated_because = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    off_limits = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    dial_per_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Their own limit; empty: ours.")
    dial_per_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    dial_gap_days = models.PositiveSmallIntegerField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    never_ask_since = models.DateTimeField(null=True, blank=True, help_text="When they said “don't ask again”.")
    active_since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock_now, editable=False)
    merged_into = WorkspaceKey(
        "references.Advocate",
        null=True,
        blank=True,
        related_name="merged",
        help_text="The advocate they turned out to be; what they agreed to here counts there.",
    )

    objects: ClassVar[AdvocateManager] = AdvocateManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "contact"], name="one_advocate_per_contact")]
        indexes = [
            models.Index(fields=["workspace", "merged_into"], condition=~Q(merged_into=None), name="advocate_merged")
        ]

    def __str__(self) -> str:
        return self.contact.name

    @property
    def event_label(self) -> str:
        return "a private reference" if self.is_masked else self.contact.name

    @property
    def is_masked(self) -> bool:
        """Say whether the stricter of account and advocate keeps the name private."""
        return Visibility.MASKED in (self.visibility, self.profile.visibility)


class AdvocateTag(WorkspaceModel):
    """A word of the workspace's own that somebody is marked with: “Board member”."""

    advocate = WorkspaceKey(Advocate, on_delete=models.CASCADE, related_name="tag_rows")
    term = WorkspaceKey(Term, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "advocate", "term"], name="tagged_once")]
        indexes = [models.Index(fields=["workspace", "term"], name="tag_by_term")]


class ConsentQuerySet(WorkspaceQuerySet["Consent"]):
    def newest_first(self) -> ConsentQuerySet:
        return self.order_by("-at", "-number")


ConsentManager = WorkspaceManager.from_queryset(ConsentQuerySet)


class Consent(AppendOnly):
    """One act of agreeing or withdrawing, for one kind of help, in the exact words shown. The newest row holds."""

    class Act(models.TextChoices):
        GIVEN = "given", "Given"
        CLAIMED = "claimed", "Said to have agreed earlier"
        REVOKED = "revoked", "Withdrawn"

    number = models.BigIntegerField(
        db_default=models.Func(models.Value("core_event_number"), function="nextval"), editable=False
    )
    advocate = WorkspaceKey(Advocate, on_delete=models.CASCADE, related_name="consents")
    help_kind = models.CharField(max_length=14, choices=HelpKind)
    act = models.CharField(max_length=8, choices=Act)
    scope = models.CharField(max_length=300, blank=True, help_text="“for good”, or the one call it is for.")
    only_thread = models.UUIDField(null=True, help_text="The one request it is for, if not for good.")
    wording = models.TextField(help_text="The exact sentence the person saw.")
    evidence = models.CharField(max_length=400, help_text="How we know: the page and link, a mail, a contract.")
    channel = models.CharField(max_length=20)
    address_hash = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the IP address.")
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField(default=clock_now)
    expires_at = models.DateTimeField(null=True)

    objects: ClassVar[ConsentManager] = ConsentManager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "advocate", "help_kind", "at"], name="consent_by_advocate")]

    @property
    def how_known(self) -> str:
        """How we know, as it is read: the link's id is for whoever audits the row."""
        return LINK_ID.sub("", self.evidence)
