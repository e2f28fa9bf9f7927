from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from goodword.core.fields import WorkspaceKey
from goodword.core.joining import Joining, joining_of
from goodword.core.models import (
    AppendOnly,
    WorkspaceManager,
    WorkspaceModel,
    WorkspaceQuerySet,
)
from goodword.core.models.event import clock_now
from goodword.core.states import Lived
from goodword.desk.rules.kinds import Life, life_of
from goodword.desk.rules.states import LIVE, AskState, CloseReason, RequestState
from goodword.directory.models import Contact, Opportunity, Term
from goodword.members.models import Member
from goodword.references.models import Advocate, HelpKind


class RequestQuerySet(WorkspaceQuerySet["ReferenceRequest"]):
    def open(self) -> RequestQuerySet:
        return self.exclude(state=RequestState.CLOSED)

    def of(self, member: Member) -> RequestQuerySet:
        return self.filter(requester=member)


RequestManager = WorkspaceManager.from_queryset(RequestQuerySet)


class ReferenceRequest(Lived):
    """A rep's need for a customer's voice in a deal."""

    opportunity = WorkspaceKey(Opportunity, related_name="requests")
    requester = WorkspaceKey(Member, related_name="requests")
    help_kind = models.CharField(max_length=14, choices=HelpKind, default=HelpKind.CALL)
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.DRAFT)
    must_settle = models.CharField(max_length=400, help_text="The one thought required of the rep.")
    topics = models.ManyToManyField(Term, through="RequestTopic", related_name="+")
    ignored_facts = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    note = models.TextField(blank=True)
    need_by = models.DateField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    vendor_joins = models.BooleanField(default=False)
    how_to_join = models.CharField(max_length=300, blank=True, help_text="What the next booking is filled in with.")
    program_picks = models.BooleanField(default=False, help_text="The rep left the choice to the program.")
    promised_answer_by = models.DateTimeField(null=True, blank=True)
    promised_help_by = models.DateTimeField(null=True, blank=True)
    state_since = models.DateTimeField(default=clock_now)
    turn = models.PositiveSmallIntegerField(default=0, help_text="Which turn of the wait it is in.")
    deadline_at = models.DateTimeField(null=True, blank=True)
    reminder_at = models.DateTimeField(null=True, blank=True)
    reranked = models.BooleanField(default=False, help_text="The list was made anew once; there is no second time.")
    close_reason = models.CharField(max_length=16, choices=CloseReason, blank=True)
    close_note = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock_now, editable=False)

    objects: ClassVar[RequestManager] = RequestManager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["workspace", "requester", "state"], name="request_by_requester"),
            models.Index(fields=["workspace", "opportunity"], name="request_by_opportunity"),
            models.Index(fields=["workspace", "state", "deadline_at"], name="request_by_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.get_help_kind_display()} for {self.opportunity.account.name}"

    @property
    def is_unsent(self) -> bool:
        """Say whether this is only a thought so far: nothing in the database can belong to it."""
        return self._state.adding

    @property
    def writes(self) -> bool:
        """Say whether what is asked for are written answers: no time, no call."""
        return life_of(self.help_kind) is Life.WRITING

    @property
    def joins_by(self) -> str:
        """Return how to join a call booked now: as said for this request, else the requester's standing place."""
        return self.how_to_join or self.requester.how_to_join


class RequestTopic(WorkspaceModel):
    need = WorkspaceKey(ReferenceRequest, on_delete=models.CASCADE, related_name="topic_rows")
    term = WorkspaceKey(Term, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "need", "term"], name="request_topic_once")]


class Question(WorkspaceModel):
    """One of the prospect's questions, as the customer will read it."""

    need = WorkspaceKey(ReferenceRequest, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
    from_prospect = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]


class Attendee(WorkspaceModel):
    """Someone from the prospect who will be on the call; named before the customer is asked."""

    need = WorkspaceKey(ReferenceRequest, on_delete=models.CASCADE, related_name="attendees")
    contact = WorkspaceKey(Contact, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["workspace", "need", "contact"], name="attends_once")]


class AskQuerySet(WorkspaceQuerySet["Ask"]):
    def in_order(self) -> AskQuerySet:
        return self.order_by("rank", "created_at")

    def live(self) -> AskQuerySet:
        return self.filter(state__in=LIVE)

    def held(self) -> AskQuerySet:
        return self.filter(state=AskState.HELD)


AskManager = WorkspaceManager.from_queryset(AskQuerySet)


class Ask(Lived):
    """One advocate being asked for one request."""

    need = WorkspaceKey(ReferenceRequest, related_name="asks")
    advocate = WorkspaceKey(Advocate, related_name="asks")
    owner = WorkspaceKey(Member, null=True, related_name="asks_answered", help_text="Whose yes it takes.")
    rank = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=16, choices=AskState, default=AskState.PLANNED)
    fit = models.CharField(max_length=8, blank=True, help_text="The word, as it was shown.")
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list, help_text="The match as it was shown: text and the fact it cites.")
    policy_version = models.CharField(max_length=40, blank=True)
    owner_mode = models.CharField(max_length=12, blank=True)
    owner_asks_personally = models.BooleanField(default=False)
    from_program = models.BooleanField(default=False, help_text="Proposed by the program, not picked by the rep.")
    state_since = models.DateTimeField(default=clock_now)
    turn = models.PositiveSmallIntegerField(default=0, help_text="Which turn of the wait it is in.")
    deadline_at = models.DateTimeField(null=True, blank=True)
    reminder_at = models.DateTimeField(null=True, blank=True)
    chosen = WorkspaceKey("desk.TimeOption", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    picker = models.CharField(max_length=10, default="prospect", help_text="Which side chooses a time now.")
    quiet_until = models.DateField(null=True, blank=True, help_text="The owner's “not now, until”.")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When the written answers were sent.")
    created_at = models.DateTimeField(default=clock_now, editable=False)

    objects: ClassVar[AskManager] = AskManager()

    class Meta:
        ordering = ["rank", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "need", "advocate"], name="asked_once_per_request"),
        ]
        indexes = [models.Index(fields=["workspace", "state", "deadline_at"], name="ask_by_deadline")]

    def __str__(self) -> str:
        return f"{self.advocate} for {self.need}"

    @property
    def event_label(self) -> str:
        return self.advocate.event_label

    @property
    def writes(self) -> bool:
        """Say whether this is answered in writing instead of by a call."""
        return self.need.writes


class Answer(WorkspaceModel):
    """The customer's own words to one question: a draft until the ask's `answered_at`, then as they were sent."""

    ask = WorkspaceKey(Ask, on_delete=models.CASCADE, related_name="answers")
    question = WorkspaceKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["question__position", "question_id"]
        constraints = [models.UniqueConstraint(fields=["workspace", "ask", "question"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return self.text[:80]


class TimeOption(WorkspaceModel):
    """A time someone can do: the instant, and the wall clock it was agreed on, which wins when zones change."""

    class By(models.TextChoices):
        PROSPECT = "prospect", "Prospect"
        ADVOCATE = "advocate", "Advocate"

    need = WorkspaceKey(ReferenceRequest, on_delete=models.CASCADE, related_name="times")
    ask = WorkspaceKey(Ask, null=True, blank=True, on_delete=models.CASCADE, related_name="times")
    by = models.CharField(max_length=8, choices=By)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    wall = models.CharField(max_length=16, help_text="2026-12-01T15:00 in `zone`.")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "need", "ask", "by", "starts_at"], nulls_distinct=False, name="time_offered_once"
            )
        ]


class Call(WorkspaceModel):
    """A booked conversation."""

    ask = WorkspaceKey(Ask, related_name="calls")
    need = WorkspaceKey(ReferenceRequest, related_name="calls")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    zone = models.CharField(max_length=64)
    wall = models.CharField(max_length=16)
    how_to_join = models.CharField(max_length=300, blank=True, help_text="A web address, a phone number, or words.")
    sequence = models.PositiveSmallIntegerField(default=0, help_text="Of the calendar entry; rises with each change.")
    called_off_at = models.DateTimeField(null=True, blank=True)
    booked_at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "ask"], condition=Q(called_off_at=None), name="one_call_per_ask"
            )
        ]

    @property
    def joining(self) -> Joining | None:
        """Return how to join; None while nobody said."""
        return joining_of(self.how_to_join)


class Debrief(AppendOnly):
    """How it went, from one of three sides. The newest row of a side holds (an answer can be undone)."""

    class Side(models.TextChoices):
        ADVOCATE = "advocate", "Customer"
        PROSPECT = "prospect", "Prospect"
        REP = "rep", "Rep"

    class Answer(models.TextChoices):
        FINE = "fine", "Fine"
        NOT_EXPECTED = "not_expected", "Not what I expected"
        NOT_AGAIN = "not_again", "Not again"
        NOT_HELD = "not_held", "It did not happen"
        HELPED_A_LOT = "helped_a_lot", "Helped a lot"
        HELPED_SOME = "helped_some", "Helped some"
        DID_NOT_HELP = "did_not_help", "Did not help"
        MOVED = "moved", "Moved the deal"
        TOO_EARLY = "too_early", "Too early to say"
        NO = "no", "No"
        UNDONE = "undone", "Taken back"

    ask = WorkspaceKey(Ask, related_name="debriefs")
    side = models.CharField(max_length=8, choices=Side)
    person_id = models.UUIDField(null=True)
    answer = models.CharField(max_length=14, choices=Answer)
    line = models.CharField(max_length=600, blank=True)
    at = models.DateTimeField(default=clock_now)

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["workspace", "ask", "side", "at"], name="debrief_by_side")]


class Repair(WorkspaceModel):
    """A customer who said “not again”: someone must talk to them, today."""

    ask = WorkspaceKey(Ask, related_name="repairs")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=clock_now)
    talked_at = models.DateTimeField(null=True, blank=True)
    talked_by = WorkspaceKey(Member, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [models.UniqueConstraint(fields=["workspace", "ask"], name="one_repair_per_ask")]
