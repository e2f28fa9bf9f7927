"""Who acts. Every verb takes `by=`; there is no nobody."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal
from uuid import UUID

if TYPE_CHECKING:
    from goodword.core.models import SignedLink

ActorKind = Literal["member", "link", "system", "import"]
Channel = Literal["page", "email", "link", "api", "chat", "job", "cli"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts: a member with roles, a link's holder, the program itself, or an import.

    `person_kind` and `person_id` say whose will it is (a member's or a contact's); a link also says what it is for.
    """

    kind: ActorKind
    id: str
    label: str
    roles: frozenset[str] = frozenset()
    person_kind: Literal["", "member", "contact"] = ""
    person_id: UUID | None = None
    purpose: str = ""
    subject_id: UUID | None = None
    channel: Channel = field(default="page")

    @classmethod
    def system(cls, name: str) -> Actor:
        """The program acting by a rule: a clock, a silence, a limit."""
        return cls("system", name, "Goodword", channel="job")

    @classmethod
    def importer(cls, source: str) -> Actor:
        """A file or an outside system being read."""
        return cls("import", source, source, channel="cli")

    @classmethod
    def link(cls, link: SignedLink) -> Actor:
        """The holder of a signed link: may do what the link is for, about its subject."""
        kind: Literal["member", "contact"] = "member" if link.person_kind == "member" else "contact"
        return cls(
            "link",
            str(link.pk),
            link.person_label,
            person_kind=kind,
            person_id=link.person_id,
            purpose=link.purpose,
            subject_id=link.subject_id,
            channel="link",
        )

    def through(self, channel: Channel) -> Actor:
        return replace(self, channel=channel)

    def is_member(self, member_id: UUID | None) -> bool:
        """Say whether this is that member's will, signed in or by a link."""
        return member_id is not None and self.person_kind == "member" and self.person_id == member_id

    def is_contact(self, contact_id: UUID | None) -> bool:
        return contact_id is not None and self.person_kind == "contact" and self.person_id == contact_id
