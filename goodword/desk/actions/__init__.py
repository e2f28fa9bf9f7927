"""The desk's verbs: from "I need a voice" to "it happened and helped".

Each is a savepoint of its own: a page that catches a refusal and shows it in place has written nothing.
"""

from goodword.desk.actions.asking import find_next, propose
from goodword.desk.actions.calls import call_off, move_call, offer_times, pick_time
from goodword.desk.actions.customer import Offer, accept_ask, counter_ask, decline_ask
from goodword.desk.actions.debriefs import close_repair, give_debrief
from goodword.desk.actions.joining import set_how_to_join
from goodword.desk.actions.owner import approve_ask, decline_as_owner
from goodword.desk.actions.renewing import ask_to_renew
from goodword.desk.actions.sending import change_kind, change_need_by, close_with_proof, send_request, withdraw_request
from goodword.desk.actions.undoing import undo
from goodword.desk.actions.writing import agree_to_write, save_answers, send_answers

__all__ = [
    "Offer",
    "accept_ask",
    "agree_to_write",
    "approve_ask",
    "ask_to_renew",
    "call_off",
    "change_kind",
    "change_need_by",
    "close_repair",
    "close_with_proof",
    "counter_ask",
    "decline_as_owner",
    "decline_ask",
    "find_next",
    "give_debrief",
    "move_call",
    "offer_times",
    "pick_time",
    "propose",
    "save_answers",
    "send_answers",
    "send_request",
    "set_how_to_join",
    "undo",
    "withdraw_request",
]
