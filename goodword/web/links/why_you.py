"""Why somebody is asked, said to them in one sentence: what a colleague reads on a card is said of them, not to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

TOPIC, NEARLY = "Can speak about ", "something close: "
# How `matching.rules.wording` begins what it found, and what that is to the person. What is near alone is left out.
SAID: dict[str, str | Promise] = {
    "Left ": lazy("you left “%(told)s”"),
    "Uses ": lazy("you use “%(told)s”"),
    "Helped a buyer with ": lazy("you helped a buyer with “%(told)s”"),
    "Same industry: ": lazy("you are in the same industry"),
    "Same kind of role: ": lazy("your role is like theirs"),
    "Similar size: ": lazy("your company is of a similar size"),
    "In ": lazy("you are in %(told)s"),
}
MOST = 2


def why_you(reasons: Iterable[str]) -> str:
    """Return the sentence for the first reasons that can be said to them; nothing where none can."""
    told = [reason for reason in reasons if NEARLY not in reason and _beginning(reason)][:MOST]
    topics = [f"“{reason.removeprefix(TOPIC)}”" for reason in told if reason.startswith(TOPIC)]
    parts = [_("you can speak about %(topics)s") % {"topics": get_text_list(topics, _("and"))}] if topics else []
    parts += [_said(reason) for reason in told if not reason.startswith(TOPIC)]
    sentence = get_text_list(parts, _("and"))
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _beginning(reason: str) -> str:
    return next((words for words in (TOPIC, *SAID) if reason.startswith(words)), "")


def _said(reason: str) -> str:
    beginning = _beginning(reason)
    return str(SAID[beginning]) % {"told": reason.removeprefix(beginning)}
