"""What people are called, by the name on file, and where a name stands in a list. Pure."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from urllib.parse import urlsplit

# Letters that are no letter with a mark to Unicode, and are to everybody who looks for a name.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
MARKS = range(0x300, 0x370)
# What a company's name may end in without being another company's: legal forms, their dots left out, and what joins them.
_FORMS = """
ab ad ag aps as asa bhd bv bvba co company corp corporation cv dd doo eg ehf eireli eood ev fzco fze gk gmbh hf
inc incorporated jsc kft kg kgaa kk lda limited llc llp lp ltd ltda mbh me nv nyrt oao ohg oo ood ooo ou oy oyj
pjsc plc private proprietary pte pty pvt rt sa sab sae sal sapa sarl sas sasu sca scrl sdn se sl slu snc sp spa
spolka spzoo srl srls sro tbk uab ug vof wll zao zoo zrt
"""
LEGAL_FORMS = frozenset(_FORMS.split())
JOINING = frozenset({"and", "de", "z"})
LEADING = frozenset({"the", "pt", "ooo", "oao", "zao"})


def folded(name: str) -> str:
    """Return a name without accents, case or stray spaces, as lists sort and searches compare it."""
    if name.isascii():
        return " ".join(name.casefold().replace("\0", " ").split())
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    kept = (letter for letter in letters if ord(letter) not in MARKS and unicodedata.category(letter) != "Cf")
    return " ".join("".join(kept).translate(PLAIN).replace("\0", " ").split())


def company_core(name: str) -> str:
    """Return what of a company's name tells it from another's: folded, without punctuation and legal forms.

    "Kestrel-Freight, Inc." and "KESTREL FREIGHT GmbH & Co. KG" are both "kestrel freight". Never empty for a name that
    has a letter or digit: a company may be called Limited.
    """
    joined = re.sub(r"(?<=\w)\s*&\s*(?=\w)", " and ", re.sub(r"[.'’]", "", folded(name)))
    words = _letters_together(re.sub(r"[^\w]+", " ", joined).split())
    while len(words) > 1 and (words[-1] in LEGAL_FORMS or words[-1] in JOINING):
        words = words[:-1]
    return " ".join(words[1:] if len(words) > 1 and words[0] in LEADING else words)


def domain_of(address: str) -> str:
    """Return the domain of a web or mail address, in small letters and without "www."; empty where there is none."""
    text = address.strip().casefold()
    host = text.rpartition("@")[2] if "@" in text and "//" not in text else _host(text)
    return host.removeprefix("www.").rstrip(".") if "." in host else ""


def first_name(name: str) -> str:
    """Return the first name in a full one, without titles such as “Dr.”; empty for an empty name."""
    words = name.split()
    return next((word for word in words if not _is_title(word)), words[0] if words else "")


def _is_title(word: str) -> bool:
    """Say whether a word is an abbreviated title; a single letter with a dot is an initial."""
    return word.endswith(".") and len(word) > 2


def _letters_together(words: list[str]) -> list[str]:
    """Return words with single letters that follow each other as one: "s p a" is "spa"."""
    together: list[str] = []
    for single, some in groupby(words, key=lambda word: len(word) == 1):
        run = list(some)
        together += ["".join(run)] if single else run
    return together


def _host(text: str) -> str:
    try:
        return urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
