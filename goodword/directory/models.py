from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from goodword.core.fields import SortKey, WorkspaceKey
from goodword.core.models import WorkspaceManager, WorkspaceModel, WorkspaceQuerySet
from goodword.core.models.event import clock_now
from goodword.core.names import first_name
from goodword.members.models import Member


class Vocabulary(models.TextChoices):
    """The lists a workspace keeps in its own words."""

    INDUSTRY = "industry", "Industry"
    REGION = "region", "Region"
    SIZE_BAND = "size_band", "Company size"
    PRODUCT = "product", "Product"
    COMPETITOR = "competitor", "Competitor"
    REPLACED = "replaced", "Replaced system"
    TOPIC = "topic", "Topic"
    ROLE_FAMILY = "role_family", "Role family"
    TAG = "tag", "Tag"


class TermQuerySet(WorkspaceQuerySet["Term"]):
    def offered(self) -> TermQuerySet:
        """Return the words to choose from; a retired one stays where it was chosen."""
        return self.filter(retired_at=None)


TermManager = WorkspaceManager.from_queryset(TermQuerySet)


class Term(WorkspaceModel):
    """One word of a vocabulary: “Transport & logistics”, “Nordics”."""

    vocabulary = models.CharField(max_length=12, choices=Vocabulary)
    name = models.CharField(max_length=200)
    parent = WorkspaceKey("directory.Term", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Not offered any more since then.")

    objects: ClassVar[TermManager] = TermManager()

    class Meta:
        ordering = ["vocabulary", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["workspace", "vocabulary", "name"], name="term_named_once")]

    def __str__(self) -> str:
        return self.name


class AccountGroup(WorkspaceModel):
    """Companies that belong together: a cap above their accounts, and a wall between them."""

    name = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], name="group_named_once")]

    def __str__(self) -> str:
        return self.name


class Vouched(WorkspaceModel):
    """A row that knows where each of its values came from.

    `provenance` maps a field's name to {"source", "at", "by"}.
    """

    source = models.CharField(max_length=60, default="hand")
    provenance = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


class Mirrored(Vouched):
    """A row that may come from outside."""

    external_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock_now, editable=False)

    class Meta:
        abstract = True


class AccountQuerySet(WorkspaceQuerySet["Account"]):
    def standing(self) -> AccountQuerySet:
        """Leave out what was merged into another: it is that one now."""
        return self.filter(merged_into=None)

    def customers(self) -> AccountQuerySet:
        return self.standing().filter(status=Account.Status.CUSTOMER)

    def kept_by(self, member: Member) -> AccountQuerySet:
        return self.filter(models.Q(owner=member) | models.Q(deputy=member))

    def shared_with(self, member: Member) -> AccountQuerySet:
        """Keep what a member decides for with somebody else: when one of the two leaves, the other is left alone."""
        return self.filter(models.Q(owner=member, deputy__isnull=False) | models.Q(deputy=member, owner__isnull=False))


AccountManager = WorkspaceManager.from_queryset(AccountQuerySet)


class Account(Mirrored):
    """A company: a customer, or the prospect of an opportunity."""

    class Status(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        PROSPECT = "prospect", "Prospect"
        FORMER = "former", "Former customer"

    class Health(models.TextChoices):
        UNKNOWN = "unknown", "Not known"
        GREEN = "green", "Healthy"
        YELLOW = "yellow", "Watch"
        RED = "red", "At risk"

    name = models.CharField(max_length=300)
    sort_key = SortKey()
    anonymous = models.BooleanField(default=False, help_text="Published without a name: the name is a description.")
    status = models.CharField(max_length=10, choices=Status, default=Status.CUSTOMER)
    group = WorkspaceKey(AccountGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="accounts")
    owner = WorkspaceKey(Member, null=True, blank=True, related_name="accounts", help_text="Decides about asks.")
    deputy = WorkspaceKey(Member, null=True, blank=True, related_name="deputised_accounts")
    informed = WorkspaceKey(Member, null=True, blank=True, related_name="followed_accounts", help_text="Is told.")
    industry = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    region = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    size_band = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    employees = models.PositiveIntegerField(null=True, blank=True)
    country = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=500, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    competitor_of_ours = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    health = models.CharField(max_length=8, choices=Health, default=Health.UNKNOWN)
    renewal_on = models.DateField(null=True, blank=True)
    open_severity = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Severity of the worst open escalation, 1 is worst."
    )
    hand_over_note = models.CharField(
        max_length=600, blank=True, help_text="What the owner before wanted the next one to know."
    )
    hand_over_by = models.CharField(max_length=200, blank=True)
    merged_into = WorkspaceKey(
        "directory.Account", null=True, blank=True, related_name="merged", help_text="The one it turned out to be."
    )

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                condition=~models.Q(external_id=""),
                name="account_mirrored_once",
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "sort_key", "id"], name="account_by_key"),
            models.Index(fields=["workspace", "status", "sort_key", "id"], name="account_by_status"),
            models.Index(fields=["workspace", "owner"], name="account_by_owner"),
            models.Index(
                fields=["workspace", "merged_into"], condition=~models.Q(merged_into=None), name="account_merged"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rivalry(WorkspaceModel):
    """Two companies that compete: neither is ever a reference for the other."""

    account = WorkspaceKey(Account, on_delete=models.CASCADE, related_name="rivalries")
    rival = WorkspaceKey(Account, on_delete=models.CASCADE, related_name="rivalled_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "account", "rival"], name="rivalry_named_once")]


class ContactQuerySet(WorkspaceQuerySet["Contact"]):
    def standing(self) -> ContactQuerySet:
        """Leave out who was merged into another: they are that one now."""
        return self.filter(merged_into=None)


ContactManager = WorkspaceManager.from_queryset(ContactQuerySet)


class Contact(Mirrored):
    """A person at an account."""

    account = WorkspaceKey(Account, related_name="contacts")
    name = models.CharField(max_length=300)
    sort_key = SortKey()
    called = models.CharField(
        max_length=120, blank=True, help_text="What to call them; else the first word of the name."
    )
    job_title = models.CharField(max_length=300, blank=True)
    role_family = WorkspaceKey(Term, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12, default="en")
    left_on = models.DateField(null=True, blank=True)
    merged_into = WorkspaceKey(
        "directory.Contact", null=True, blank=True, related_name="merged", help_text="Who they turned out to be."
    )

    takes_part = models.BooleanField(
        default=False,
        editable=False,
        help_text="Is an advocate, or was one: the database itself writes it, for its indexes.",
    )

    objects: ClassVar[ContactManager] = ContactManager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                condition=~models.Q(external_id=""),
                name="contact_mirrored_once",
            ),
            models.UniqueConstraint(
                fields=["workspace", "account", "email"], condition=~models.Q(email=""), name="contact_addressed_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "sort_key", "id"], name="contact_by_key"),
            models.Index(fields=["workspace", "account", "sort_key"], name="contact_by_account"),
            models.Index(
                fields=["workspace", "merged_into"], condition=~models.Q(merged_into=None), name="contact_merged"
            ),
            models.Index(
                fields=["workspace", "sort_key", "id"], condition=models.Q(takes_part=True), name="contact_taking_part"
            ),
            models.Index(
                fields=["workspace", "account"], condition=models.Q(takes_part=True), name="contact_taking_part_at"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.called or first_name(self.name) or "them"

    @property
    def zone(self) -> str:
        """The zone mails and times are set in: the person's, else the company's, else UTC."""
        return self.time_zone or self.account.time_zone or "UTC"


class Stage(models.TextChoices):
    """How far a deal is. A live call is justified from EVALUATION on (PRODUCT: live call gate)."""

    DISCOVERY = "discovery", "Discovery"
    EVALUATION = "evaluation", "Evaluation"
    PROPOSAL = "proposal", "Proposal"
    NEGOTIATION = "negotiation", "Negotiation"


class OpportunityQuerySet(WorkspaceQuerySet["Opportunity"]):
    def open(self) -> OpportunityQuerySet:
        return self.filter(status=Opportunity.Status.OPEN)

    def of(self, member: Member) -> OpportunityQuerySet:
        return self.filter(owner=member)


OpportunityManager = WorkspaceManager.from_queryset(OpportunityQuerySet)


class Opportunity(Mirrored):
    """A deal with a prospect."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        WON = "won", "Won"
        LOST = "lost", "Lost"

    account = WorkspaceKey(Account, related_name="opportunities", help_text="The prospect.")
    name = models.CharField(max_length=300)
    sort_key = SortKey()
    owner = WorkspaceKey(Member, related_name="opportunities", help_text="The rep.")
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.EVALUATION)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    renewal = models.BooleanField(default=False)
    close_on = models.DateField(null=True, blank=True)
    competitor = WorkspaceKey(Term, null=True, blank=True, related_name="+", help_text="Who else they look at.")
    replaces = WorkspaceKey(Term, null=True, blank=True, related_name="+", help_text="What they would leave.")
    use_case = models.TextField(blank=True)
    concerns = models.TextField(blank=True)
    persona = models.CharField(max_length=200, blank=True)
    industry_text = models.CharField(max_length=200, blank=True, help_text="As written, where the list has no word.")
    region_text = models.CharField(max_length=200, blank=True)
    size_text = models.CharField(max_length=200, blank=True)
    replaces_text = models.CharField(max_length=200, blank=True)
    products = models.ManyToManyField(Term, through="OpportunityProduct", related_name="+")
    topics = models.ManyToManyField(Term, through="OpportunityTopic", related_name="+")
    contacts = models.ManyToManyField(Contact, through="OpportunityContact", related_name="opportunities")
    closed_at = models.DateTimeField(null=True, blank=True)
    won_amount = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="Frozen at close."
    )

    objects: ClassVar[OpportunityManager] = OpportunityManager()

    class Meta:
        ordering = ["close_on", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "source", "external_id"],
                condition=~models.Q(external_id=""),
                name="opportunity_mirrored_once",
            )
        ]
        indexes = [models.Index(fields=["workspace", "owner", "status"], name="opportunity_by_owner")]

    def __str__(self) -> str:
        return self.name


class OpportunityProduct(WorkspaceModel):
    opportunity = WorkspaceKey(Opportunity, on_delete=models.CASCADE, related_name="product_rows")
    term = WorkspaceKey(Term, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "opportunity", "term"], name="deal_product_once")]


class OpportunityTopic(WorkspaceModel):
    """What the prospect needs to hear, as far as the deal's notes say."""

    opportunity = WorkspaceKey(Opportunity, on_delete=models.CASCADE, related_name="topic_rows")
    term = WorkspaceKey(Term, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "opportunity", "term"], name="deal_topic_once")]


class OpportunityContact(WorkspaceModel):
    """A person on the deal, in the order they should be proposed for a call."""

    opportunity = WorkspaceKey(Opportunity, on_delete=models.CASCADE, related_name="contact_rows")
    contact = WorkspaceKey(Contact, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "opportunity", "contact"], name="deal_contact_once")
        ]
