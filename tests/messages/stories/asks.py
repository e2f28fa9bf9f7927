"""A request and its asks, from the first question to how it went."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.desk.models import Answer, ReferenceRequest, Repair
from goodword.messages.models import Message, MessageState
from goodword.references.models import Consent
from tests.messages.house import TUESDAY_CALL, House, happened
from tests.messages.stories.shape import Story

DAY = timedelta(days=1)


def _owner_asked(house: House) -> None:
    happened("ask.owner_asked", house.ask, thread=house.need.pk)


def _deputy_asked(house: House) -> None:
    happened("ask.deputy_asked", house.ask, thread=house.need.pk)


def _owner_told(house: House) -> None:
    happened("ask.owner_told", house.ask, thread=house.need.pk)


def _pre_approved(house: House) -> None:
    happened("ask.pre_approved", house.put("owner_ok"), thread=house.need.pk, why="pre_approved")


def _owner_reminded(house: House) -> None:
    happened("ask.owner_reminded", house.ask, thread=house.need.pk)


def _customer_asked(house: House) -> None:
    house.offer(TUESDAY_CALL, TUESDAY_CALL + DAY)
    house.customer.informed = house.deputy
    house.customer.save()
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)


def _asked_by_owner(house: House) -> None:
    happened("ask.customer_asked", house.put("customer_pending", owner_asks_personally=True), thread=house.need.pk)


def _reminded(house: House) -> None:
    happened("ask.customer_reminded", house.put("customer_pending"), thread=house.need.pk)


def _countered(house: House) -> None:
    house.offer(TUESDAY_CALL, TUESDAY_CALL + DAY, by="advocate", ask=house.ask)
    happened("ask.countered", house.put("countered"), thread=house.need.pk)


def _times_offered(house: House) -> None:
    house.offer(TUESDAY_CALL, by="prospect", ask=house.ask)
    happened("ask.times_offered", house.put("countered"), thread=house.need.pk, side="prospect")


def _prospect_reminded(house: House) -> None:
    house.offer(TUESDAY_CALL, by="advocate", ask=house.ask)
    happened("ask.prospect_reminded", house.put("countered"), thread=house.need.pk)


def _cancelled(house: House) -> None:
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    Message.objects.filter(kind="E07").update(state=MessageState.SENT)
    happened(
        "ask.cancelled", house.put("cancelled"), thread=house.need.pk, before="customer_pending", why="request_closed"
    )


def _booked(house: House) -> None:
    call = house.book()
    happened("ask.booked", house.ask, thread=house.need.pk, call=str(call.pk), again=False)


def _rescheduled(house: House) -> None:
    house.book()
    house.offer(TUESDAY_CALL + DAY, by="advocate", ask=house.ask)
    happened("ask.rescheduled", house.put("countered"), thread=house.need.pk, before="booked", side="advocate")


def _called_off(house: House) -> None:
    house.book()
    happened("ask.called_off", house.put("cancelled"), thread=house.need.pk, before="booked", side="prospect")


def _joining_set(house: House) -> None:
    call = house.book()
    happened("call.joining_set", house.ask, thread=house.need.pk, call=str(call.pk), set=True)


def _in_writing(house: House) -> None:
    """Ask for written answers instead, with the customer's yes to them on file."""
    ReferenceRequest.objects.filter(pk=house.need.pk).update(help_kind="written")
    house.need.refresh_from_db()
    house.ask.need = house.need
    Consent(advocate=house.maya, help_kind="written", act="given", wording="Yes.", channel="link").save()


def _asked_to_write(house: House) -> None:
    _in_writing(house)
    happened("ask.owner_asked", house.ask, thread=house.need.pk)
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    happened("ask.customer_reminded", house.put("customer_pending"), thread=house.need.pk)


def _writes(house: House) -> None:
    _in_writing(house)
    happened("ask.writing", house.put("booked"), thread=house.need.pk)
    happened("ask.customer_reminded", house.put("booked"), thread=house.need.pk)


def _wrote(house: House) -> None:
    _in_writing(house)
    Answer(ask=house.ask, question=house.need.questions.get(), text="How quick it was.").save()
    happened("ask.answered", house.put("held", answered_at=clock.now()), thread=house.need.pk)
    happened("answers.over", house.ask, thread=house.need.pk)


def _stood_by(house: House) -> None:
    happened("ask.stood_by", house.put("planned"), thread=house.need.pk, before="owner_pending", deputy=True)


def _not_held(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    happened("ask.no_show", house.put("no_show"), thread=house.need.pk, before="booked")


def _declined(house: House) -> None:
    happened("ask.declined", house.put("declined"), thread=house.need.pk, before="customer_pending")


def _nobody_left(house: House) -> None:
    house.put("declined")
    happened("request.nobody_left", house.need, thread=house.need.pk)


def _over(house: House) -> None:
    call = house.book(clock.now() - timedelta(hours=2))
    happened("call.over", house.ask, thread=house.need.pk, call=str(call.pk))


def _repair(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    Repair(ask=house.put("held"), due_at=clock.now() + DAY).save()
    happened("repair.opened", house.ask, thread=house.need.pk)


def _request_handed_over(house: House) -> None:
    happened("request.handed_over", house.need, thread=house.need.pk, **{"from": house.deputy.name, "to": "Ben"})


def _ask_handed_over(house: House) -> None:
    happened("ask.handed_over", house.ask, thread=house.need.pk, to=str(house.owner.pk))


def _repair_handed_over(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    Repair(ask=house.put("held"), due_at=clock.now() + DAY).save()
    happened("repair.handed_over", house.ask, thread=house.need.pk, to=str(house.owner.pk))


def _repair_late(house: House) -> None:
    house.book(clock.now() - timedelta(days=1))
    Repair(ask=house.put("held"), due_at=clock.now()).save()
    happened("repair.overdue", house.ask, thread=house.need.pk)


def _nobody_picked(house: House) -> None:
    house.need.state, house.need.deadline_at = "to_match", clock.now() + DAY
    house.need.save()
    house.put("planned")
    happened("request.escalated", house.need, thread=house.need.pk, to="lead", state="to_match")


def _no_time_picked(house: House) -> None:
    happened("ask.escalated", house.put("countered"), thread=house.need.pk, to="program", state="countered")


def _nobody_said_how_it_went(house: House) -> None:
    house.book(clock.now() - DAY)
    happened("ask.escalated", house.ask, thread=house.need.pk, to="lead", state="booked")


def _never_confirmed(house: House) -> None:
    house.book(clock.now() - DAY)
    house.need.state, house.need.close_reason = "closed", "not_confirmed"
    house.need.save()
    happened("ask.cancelled", house.put("cancelled"), thread=house.need.pk, before="booked", why="not_confirmed")


ASKS: dict[str, Story] = {
    "the owner is asked": (_owner_asked, {"E01"}),
    "the deputy is asked": (_deputy_asked, {"E01"}),
    "the owner is told": (_owner_told, {"E02"}),
    "a standing yes is used": (_pre_approved, {"E02"}),
    "the owner is reminded": (_owner_reminded, {"E03"}),
    "the customer is asked": (_customer_asked, {"E02", "E07", "E15"}),
    "the owner asks in person": (_asked_by_owner, {"E15", "E27"}),
    "the customer is reminded": (_reminded, {"E08"}),
    "the customer offers other times": (_countered, {"E15", "E19"}),
    "the prospect offers other times": (_times_offered, {"E07", "E15"}),
    "the prospect is reminded to pick": (_prospect_reminded, {"E19"}),
    "the request is withdrawn": (_cancelled, {"E07", "E09", "E15"}),
    "the call is booked": (_booked, {"E09", "E10", "E15"}),
    "the call is given up for another time": (_rescheduled, {"E09", "E15", "E19"}),
    "the call is called off": (_called_off, {"E09", "E15"}),
    "how to join is said": (_joining_set, {"E09"}),
    "written answers are asked for": (_asked_to_write, {"E01", "E07", "E08", "E15"}),
    "the customer writes": (_writes, {"E15", "E32"}),
    "the answers are sent": (_wrote, {"E11", "E15", "E17", "E20", "E33"}),
    "the owner need not answer after all": (_stood_by, {"E02"}),
    "the call didn't take place": (_not_held, {"E09", "E15"}),
    "the customer says not this time": (_declined, {"E15"}),
    "nobody is left": (_nobody_left, {"E16"}),
    "the call is over": (_over, {"E11", "E17", "E20"}),
    "not again": (_repair, {"E22"}),
    "the request is handed over": (_request_handed_over, {"E15"}),
    "the question is handed over": (_ask_handed_over, {"E01"}),
    "the talk is handed over": (_repair_handed_over, {"E22"}),
    "nobody talked to them": (_repair_late, {"E22"}),
    "nobody is picked": (_nobody_picked, {"E15", "E34"}),
    "nobody picked a time": (_no_time_picked, {"E15", "E34"}),
    "nobody said how it went": (_nobody_said_how_it_went, {"E15", "E34"}),
    "a call is never confirmed": (_never_confirmed, {"E15"}),
}
