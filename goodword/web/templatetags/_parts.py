"""Draw icons, avatars, the fit word and the rest meter as safe HTML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Protocol
from zlib import crc32

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from lucide.templatetags.lucide import lucide

TINTS = "abcdef"
SIZES = {14: "ico-14", 18: "ico-18", 20: "ico-20"}
FITS = {"Strong": ("", 3), "Good": ("good", 2), "Partial": ("part", 1)}


class Rest(Protocol):
    @property
    def level(self) -> int: ...
    @property
    def word(self) -> str: ...
    @property
    def reason(self) -> str: ...


def icon(name: str, size: int = 16, label: str = "", css: str = "") -> SafeString:
    """Draw a Lucide icon inline; hidden from assistive technology unless it has a label.

    Raises lucide.IconDoesNotExist.
    """
    return _drawn(str(name), int(size), str(label), str(css))


@lru_cache(maxsize=512)
def _drawn(name: str, size: int, label: str, css: str) -> SafeString:
    classes = " ".join(part for part in ("ico", SIZES.get(size, ""), css) if part)
    svg = str(lucide(name, size=size)).replace(' stroke-width="2"', "", 1)
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    svg = svg.replace("<svg", format_html('<svg class="{}" {} focusable="false"', classes, named), 1)
    return mark_safe(re.sub(r">\s+<", "><", svg).strip())


def avatar(name: object, size: str = "", company: bool = False, masked: bool = False) -> SafeString:
    """Draw the initials of a person, or of a company as a rounded square. Always put the name beside it.

    size: "" (24 px), "s20", "s28" (companies), "l" (40 px). Companies are 40 px unless "s28".
    """
    return _avatar(str(name), size, bool(company), bool(masked))


@lru_cache(maxsize=4096)
def _avatar(name: str, size: str, company: bool, masked: bool) -> SafeString:
    classes = ["av", "p" if masked else tint(name), size, "sq" if company else ""]
    inside = icon("lock", 18 if company else 14) if masked else conditional_escape(initials(name))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', " ".join(filter(None, classes)), inside)


def tint(name: object) -> str:
    """Return one of six tints, always the same for the same name."""
    return TINTS[crc32(unicodedata.normalize("NFC", str(name)).encode()) % len(TINTS)]


def initials(name: object) -> str:
    """Return one or two letters for any name: two words give two letters, scripts without capitals one character."""
    words = [letters for word in str(name).split() if (letters := _letters(word))]
    if not words:
        return "?"
    first = words[0]
    if not _has_case(first[0]):
        return first[0]
    return (first[0] + (words[-1][0] if len(words) > 1 else "")).upper()[:2]


def _letters(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", word) if unicodedata.category(sign)[0] in "LN")


def _has_case(letter: str) -> bool:
    return letter.isdigit() or letter.upper() != letter.lower()


def fit(word: object) -> SafeString:
    """Draw the fit word with its pips: Strong, Good or Partial; anything else draws nothing."""
    if str(word) not in FITS:
        return SafeString("")
    css, pips = FITS[str(word)]
    dots = mark_safe("<i></i>" * pips + '<i class="off"></i>' * (3 - pips))
    text = {"Strong": gettext("Strong fit"), "Good": gettext("Good fit"), "Partial": gettext("Partial fit")}[str(word)]
    return format_html(
        '<span class="{}"><span class="pips" aria-hidden="true">{}</span>{}</span>', f"fit {css}".strip(), dots, text
    )


def rest(rest: Rest, word_only: bool = False) -> SafeString:
    """Draw the rest meter: five segments and the word; the reason is read out, unless only the word may be shown."""
    level = max(0, min(5, int(rest.level)))
    css = "ready" if level >= 3 else "light" if level else "resting"
    spoken = "" if word_only else gettext(", %(level)s of 5. %(reason)s") % {"level": level, "reason": rest.reason}
    return format_html(
        '<span class="rest {}"><span class="segs" aria-hidden="true">{}</span>'
        '<span><span class="vh">{} </span>{}<span class="vh">{}</span></span></span>',
        css,
        mark_safe('<i class="on"></i>' * level + "<i></i>" * (5 - level)),
        gettext("Rest:"),
        rest.word,
        spoken.rstrip(),
    )


def steps(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Give the stepper its items: (label, state) pairs, mappings or objects; state is done, now, next or unreached."""
    return {"items": [_step(item) for item in items], "label": label or gettext("Progress")}


def _step(item: Any) -> dict[str, str]:
    if isinstance(item, Mapping):
        text, state = item["label"], item["state"]
    elif isinstance(item, tuple):
        text, state = item
    else:
        text, state = item.label, item.state
    words = {
        "done": gettext("done"),
        "now": gettext("now"),
        "next": gettext("next"),
        "unreached": gettext("not reached"),
    }
    return {"label": str(text), "state": str(state), "word": words.get(str(state), "")}


def empty(
    title: str, text: str = "", url: str = "", action: str = "", icon: str = "", css: str = "", level: int = 2
) -> dict[str, Any]:
    """Give the empty state its words: what is missing, why, one action."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon, "css": css, "level": level}


def brandmark(size: int = 24) -> dict[str, Any]:
    return {"size": size}
