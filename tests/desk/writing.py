"""Written answers brought to each of their states by the verbs."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import agree_to_write, approve_ask, save_answers, send_answers
from goodword.desk.models import Ask
from goodword.desk.queries.answers import drafts_of
from goodword.desk.rules.writing import seal_of
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company

QUESTIONS = ("How long did the switch take?", "Who was against it?", "What would you do differently?")
WORDS = ("Nine weeks, depot by depot.", "", "Start with the smallest depot.")


def company_that_writes() -> Company:
    """Return the cast, where Maya and Ingrid answer in writing too."""
    company = cast.company()
    with opened(company.workspace):
        for advocate in (company.maya, company.ingrid):
            own = cast.link_actor(Purpose.OWN_PAGE, advocate, advocate.contact)
            references.give_consent(advocate, HelpKind.WRITTEN, by=own)
    return company


def asked(company: Company) -> Ask:
    """Bring an ask for written answers to the customer."""
    with opened(company.workspace):
        need = company.request(help_kind=HelpKind.WRITTEN, questions=QUESTIONS)
        approve_ask(need.asks.get(advocate=company.maya), by=actor_of(company.amara))
        ask = need.asks.get(advocate=company.maya)
    company.run(minutes=11)
    return again(company, ask)


def writing(company: Company) -> Ask:
    """Bring it into the days to write in."""
    ask = asked(company)
    with opened(company.workspace):
        agree_to_write(ask, by=cast.as_customer(ask))
    company.run(minutes=11)
    return again(company, ask)


def sent(company: Company) -> Ask:
    """Send two of three answers, past the ten minutes."""
    ask = writing(company)
    with opened(company.workspace):
        write(ask)
    company.run(minutes=11)
    return again(company, ask)


def again(company: Company, ask: Ask) -> Ask:
    """Return the ask as it is now."""
    with opened(company.workspace):
        return Ask.objects.select_related("need", "advocate__contact", "owner").get(pk=ask.pk)


def write(ask: Ask, words: tuple[str, ...] = WORDS) -> None:
    by = cast.as_customer(ask)
    save_answers(ask, {one.question_id: text for one, text in zip(drafts_of(ask), words, strict=True)}, by=by)
    send_answers(ask, by=by, seal=seal_of([one.text for one in drafts_of(ask)]))
