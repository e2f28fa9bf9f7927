"""No name, subject or address can add a header, a recipient or a second message."""

from __future__ import annotations

import email
import email.policy

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodword.core.tenancy import opened
from goodword.messages import smtp
from goodword.messages.models import Message
from goodword.messages.subjects import LONGEST_SUBJECT, SUBJECTS, subject_of
from goodword.messages.wording import header_text, one_line
from tests.messages.house import built, happened

KNOWN = {
    "Content-Type", "MIME-Version", "Subject", "From", "To", "Reply-To", "Message-ID", "Date", "Auto-Submitted",
}  # fmt: skip
SPITEFUL = st.text(
    alphabet=st.one_of(st.sampled_from('\r\n\t\x00\x0b\x85\u2028\u202e",:;<>@\\=? '), st.characters()), max_size=300
)


def test_whatever_people_are_called_a_mail_keeps_its_headers() -> None:
    house = built()
    with opened(house.workspace):
        happened("ask.owner_asked", house.ask, thread=house.need.pk)
        mail = house.mail("E01")

        @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
        @given(SPITEFUL, SPITEFUL, SPITEFUL)
        def composed(to_name: str, from_name: str, subject: str) -> None:
            mail.to_name, mail.from_name, mail.subject = to_name, from_name, subject
            _must_be_one_plain_mail(mail)

        composed()


def _must_be_one_plain_mail(mail: Message) -> None:
    parcel = smtp.compose(mail)
    parsed = email.message_from_bytes(parcel.body, policy=email.policy.compat32)
    assert set(parsed.keys()) <= KNOWN
    assert len(parsed.keys()) == len(set(parsed.keys()))
    modern = email.message_from_bytes(parcel.body, policy=email.policy.default)
    assert [address.addr_spec for address in modern["To"].addresses] == ["amara@tidewell.example"]
    assert [address.addr_spec for address in modern["From"].addresses] == ["references@tidewell.example"]
    assert parcel.recipient == "amara@tidewell.example"


@given(SPITEFUL)
def test_a_line_is_a_line(text: str) -> None:
    line = one_line(text)
    assert not set(line) & set("\r\n\t\x00\x0b\x0c\x85\u2028\u2029\u202e")
    assert len(line) <= 200
    assert one_line(line) == line


@given(st.sampled_from(sorted(SUBJECTS)), SPITEFUL)
def test_a_subject_stays_short_and_on_one_line(which: tuple[str, str], name: str) -> None:
    fields = (
        "advocate company prospect owner sender program who next other time day what until help answer_by from giver"
    )
    values = dict.fromkeys(fields.split(), name) | {"minutes": 30, "count": 3, "code": "123 456"}
    subject = subject_of(*which, values)
    assert len(subject) <= LONGEST_SUBJECT
    assert subject == header_text(subject, LONGEST_SUBJECT)
