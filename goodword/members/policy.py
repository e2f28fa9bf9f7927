"""Who may do what. One table for members by role, one for links by purpose; areas add the rule about the thing."""

from __future__ import annotations

from enum import StrEnum

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.members.models import Member, Role


class Permission(StrEnum):
    """Everything that can be done, named as noun:verb."""

    ACCOUNT_EDIT = "account:edit"
    OPPORTUNITY_EDIT = "opportunity:edit"
    OPPORTUNITY_CLOSE = "opportunity:close"
    REFERENCE_FIND = "reference:find"
    REFERENCE_EDIT = "reference:edit"
    REFERENCE_UNMASK = "reference:unmask"
    ADVOCATE_NOMINATE = "advocate:nominate"
    ADVOCATE_INVITE = "advocate:invite"
    CONSENT_GIVE = "consent:give"
    CONSENT_REVOKE = "consent:revoke"
    CONSENT_CLAIM = "consent:claim"
    DIAL_SET = "dial:set"
    HOLD_PLACE = "hold:place"
    HOLD_LIFT = "hold:lift"
    LIMIT_OVERRIDE = "limit:override"
    REQUEST_SEND = "request:send"
    REQUEST_SEE = "request:see"
    REQUEST_TRIAGE = "request:triage"
    REQUEST_WITHDRAW = "request:withdraw"
    ASK_PROPOSE = "ask:propose"
    ASK_APPROVE = "ask:approve"
    ASK_ANSWER = "ask:answer"
    TIME_PICK = "time:pick"
    CALL_MOVE = "call:move"
    DEBRIEF_GIVE = "debrief:give"
    REPAIR_CLOSE = "repair:close"
    STORY_EDIT = "story:edit"
    STORY_ANSWER = "story:answer"
    RENEWAL_ASK = "renewal:ask"
    MESSAGE_SEE = "message:see"
    MESSAGE_DELIVER = "message:deliver"
    MEMBER_INVITE = "member:invite"
    MEMBER_EDIT = "member:edit"
    PROGRAM_EDIT = "program:edit"
    IMPORT_RUN = "import:run"
    IMPACT_SEE = "impact:see"
    THANKS_GIVE = "thanks:give"
    VIEW_SAVE = "view:save"
    LIST_EXPORT = "list:export"
    CARD_SNOOZE = "card:snooze"
    AUDIT_SEE = "audit:see"


_P = Permission
_EVERYONE = {_P.REQUEST_SEE, _P.VIEW_SAVE, _P.CARD_SNOOZE}
_SELLING = _EVERYONE | {
    _P.REFERENCE_FIND,
    _P.REQUEST_SEND,
    _P.REQUEST_WITHDRAW,
    _P.OPPORTUNITY_EDIT,
    _P.OPPORTUNITY_CLOSE,
    _P.ADVOCATE_NOMINATE,
    _P.DEBRIEF_GIVE,
    _P.TIME_PICK,
    _P.CALL_MOVE,
}
_LENDING = _SELLING | {
    _P.LIST_EXPORT,
    _P.ASK_APPROVE,
    _P.HOLD_PLACE,
    _P.HOLD_LIFT,
    _P.REPAIR_CLOSE,
    _P.ACCOUNT_EDIT,
    _P.REFERENCE_EDIT,
    _P.ADVOCATE_INVITE,
    _P.CONSENT_CLAIM,
}
_RUNNING = _LENDING | {
    _P.REFERENCE_UNMASK,
    _P.CONSENT_REVOKE,
    _P.LIMIT_OVERRIDE,
    _P.REQUEST_TRIAGE,
    _P.ASK_PROPOSE,
    _P.ASK_ANSWER,
    _P.STORY_EDIT,
    _P.RENEWAL_ASK,
    _P.MESSAGE_SEE,
    _P.MESSAGE_DELIVER,
    _P.PROGRAM_EDIT,
    _P.IMPORT_RUN,
    _P.IMPACT_SEE,
    _P.THANKS_GIVE,
    _P.AUDIT_SEE,
}
ROLE_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.REP: frozenset(_SELLING),
    Role.OWNER: frozenset(_LENDING),
    Role.MANAGER: frozenset(_RUNNING),
    Role.LEADER: frozenset(_EVERYONE | {_P.IMPACT_SEE, _P.THANKS_GIVE}),
    Role.ADMIN: frozenset(
        _EVERYONE
        | {_P.MEMBER_INVITE, _P.MEMBER_EDIT, _P.PROGRAM_EDIT, _P.IMPORT_RUN, _P.MESSAGE_SEE, _P.MESSAGE_DELIVER}
        | {_P.AUDIT_SEE}
    ),
}


# What a file or another system may bring in: facts, claims and restrictions. Never a yes, an answer or a lifted hold.
IMPORT_GRANTS: frozenset[Permission] = frozenset(
    {
        _P.ACCOUNT_EDIT,
        _P.OPPORTUNITY_EDIT,
        _P.OPPORTUNITY_CLOSE,
        _P.REFERENCE_FIND,
        _P.REFERENCE_EDIT,
        _P.ADVOCATE_NOMINATE,
        _P.ADVOCATE_INVITE,
        _P.CONSENT_CLAIM,
        _P.CONSENT_REVOKE,
        _P.DIAL_SET,
        _P.HOLD_PLACE,
        _P.STORY_EDIT,
        _P.IMPORT_RUN,
    }
)


class Purpose(StrEnum):
    """What a signed link is for."""

    MEMBER_INVITATION = "member_invitation"
    PASSWORD_RESET = "password_reset"
    INVITATION = "invitation"  # X01
    ASK = "ask"  # X02 in its three lives, X05 at its end
    OWN_PAGE = "own_page"  # X03
    DEBRIEF = "debrief"  # X05, X09
    PICK_TIME = "pick_time"  # X07
    PROSPECT_CALL = "prospect_call"  # X08
    OWNER_ANSWER = "owner_answer"  # X10
    RENEWAL = "renewal"  # X04: may one's own words be used on?
    TAKE_BACK = "take_back"  # the Undo of a notice about one's own settings


LINK_GRANTS: dict[Purpose, frozenset[Permission]] = {
    Purpose.MEMBER_INVITATION: frozenset(),
    Purpose.PASSWORD_RESET: frozenset(),
    Purpose.INVITATION: frozenset({_P.CONSENT_GIVE, _P.CONSENT_REVOKE, _P.DIAL_SET}),
    Purpose.ASK: frozenset(
        {
            _P.ASK_ANSWER,
            _P.CALL_MOVE,
            _P.CONSENT_GIVE,
            _P.CONSENT_REVOKE,
            _P.DIAL_SET,
            _P.DEBRIEF_GIVE,
            _P.HOLD_PLACE,
            _P.HOLD_LIFT,
        }
    ),
    Purpose.OWN_PAGE: frozenset(
        {_P.CONSENT_GIVE, _P.CONSENT_REVOKE, _P.DIAL_SET, _P.HOLD_PLACE, _P.HOLD_LIFT, _P.STORY_ANSWER}
    ),
    Purpose.DEBRIEF: frozenset({_P.DEBRIEF_GIVE}),
    Purpose.PICK_TIME: frozenset({_P.TIME_PICK}),
    Purpose.PROSPECT_CALL: frozenset({_P.CALL_MOVE}),
    Purpose.OWNER_ANSWER: frozenset({_P.ASK_APPROVE, _P.HOLD_PLACE}),
    Purpose.RENEWAL: frozenset({_P.STORY_ANSWER}),
    Purpose.TAKE_BACK: frozenset({_P.CONSENT_GIVE, _P.DIAL_SET, _P.HOLD_LIFT, _P.STORY_ANSWER}),
}


def actor_of(member: Member) -> Actor:
    """Return the actor a signed-in member is."""
    return Actor(
        "member",
        str(member.pk),
        member.name,
        roles=frozenset(str(role) for role in member.roles),
        person_kind="member",
        person_id=member.pk,
    )


def grants(by: Actor) -> frozenset[Permission]:
    """Return what an actor may do at all; the program itself may do everything its verbs allow."""
    if by.kind == "system":
        return frozenset(Permission)
    if by.kind == "import":
        return IMPORT_GRANTS
    if by.kind == "link":
        return LINK_GRANTS[Purpose(by.purpose)]
    return frozenset().union(*(ROLE_GRANTS[Role(role)] for role in by.roles))


def may(by: Actor, permission: Permission) -> bool:
    return permission in grants(by)


def must(by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor's role or link grants the permission."""
    if not may(by, permission):
        raise NotAllowed(f"{by.label} may not do this.")


def is_manager(by: Actor) -> bool:
    """Say whether the actor runs the program (a manager, or the program itself)."""
    return by.kind in ("system", "import") or Role.MANAGER in by.roles
