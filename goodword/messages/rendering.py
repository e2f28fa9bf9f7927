"""A mail's words: subject, text and HTML from its templates, with marks where its links go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from goodword.core.models import Program
from goodword.members.models import Member
from goodword.messages import places
from goodword.messages.layout import inline
from goodword.messages.person import Person
from goodword.messages.subjects import preheader_of, subject_of
from goodword.messages.wording import one_line

_BLANK_LINES = re.compile(r"\n{3,}")


def rendered(
    kind: str,
    to: Person,
    context: Mapping[str, Any],
    links: Iterable[str],
    program: Program,
    reply_to: Member | None,
) -> tuple[str, str, str]:
    """Return subject, text and inlined HTML, in the recipient's language and zone."""
    places_of, secret = places.marks([*links, *context.get("secrets", {})])
    variant = str(context.get("variant", ""))
    with translation.override(to.language), timezone.override(to.zone):
        values = {
            "vendor_name": one_line(program.vendor_name),
            "program": one_line(program.name),
            "to": to,
            "zone": to.zone,
            "reply_to": {"name": one_line(reply_to.name)} if reply_to else {},
            **context,
        }
        values["subject"] = subject_of(kind, variant, values)
        values["preheader"] = preheader_of(kind, variant, values)
        values["links"] = places_of
        name = f"messages/{kind.lower()}"
        text = render_to_string(f"{name}.txt", values)
        html = inline(render_to_string(f"{name}.html", values))
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return (
        values["subject"],
        places.settled(_BLANK_LINES.sub("\n\n", lines) + "\n", secret),
        places.settled(html, secret),
    )
