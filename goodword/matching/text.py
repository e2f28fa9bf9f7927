"""Turn text into stems: accents folded, any script, light English suffixes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from goodword.core.names import PLAIN

LONGEST_TEXT = 20_000
"""Characters of one text that are read; the rest says nothing new about fit and would only cost time."""

WORD = re.compile(r"\.net\b|c\+\+|c#|[^\W_]+", re.UNICODE | re.IGNORECASE)

SILENT = """
a about above after again against all also although am an and another any anybody anyone anything are as at be because been
before being below between both but by can cannot could did do does doing done down during each either else enough etc even
ever every few for from further get gets getting give given gives go goes going good got great had has have having he hence
her here hers him his how however i if in into is it its itself just keep less let like made make makes making many may me
might more most much must my myself need needed needs neither no nobody none nor not nothing now of off often on once one only
onto or other others otherwise our ours out over own per perhaps please put quite rather really said same say says see seem
seems several shall she should since so some somebody someone something still such take takes than that the their theirs
them themselves then there therefore these they thing things this those though through thus to today together too toward
towards under until up upon us use used uses using very via want wanted wants was way we well were what whatever when where
whether which while who whole whom whose why will with within without would yes yet you your yours
"""

STOPWORDS = frozenset(SILENT.split())


def words(text: str) -> list[str]:
    """Return the folded words of the first `LONGEST_TEXT` characters, stopwords included."""
    return WORD.findall(fold(text[:LONGEST_TEXT]))


def stems(text: str) -> list[str]:
    """Return the stems of the telling words, in order."""
    return stems_of(words(text))


def stems_of(said: Iterable[str]) -> list[str]:
    """Return the stems of those folded words that tell something."""
    return [stem(word) for word in said if is_telling(word)]


def is_telling(word: str) -> bool:
    return word not in STOPWORDS and (len(word) > 1 or word.isdigit())


def has_no_spaces(word: str) -> bool:
    """Say whether a word is of a script without capitals, where words often stand together or carry others."""
    return not word.isascii() and word.upper() == word.lower()


def runs_of(phrase: Sequence[str], said: Sequence[str]) -> Iterator[int]:
    """Yield where these words stand side by side among others, in this order."""
    wanted = list(phrase)
    for at in range(len(said) - len(wanted) + 1):
        if said[at] == wanted[0] and list(said[at : at + len(wanted)]) == wanted:
            yield at


def phrase(text: str) -> tuple[str, ...]:
    """Return the stems of every word, stopwords too: for names, where "IT" is not "it"."""
    return tuple(stem(word) for word in words(text))


def fold(text: str) -> str:
    """Return the text in small letters without accents: "São" and "sao" become one word, "Ølund" and "olund" too."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().translate(PLAIN)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Strip an English plural, then one verbal or nominal ending, so that "deploying" meets "deployments"."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    return without_ending(singular(word))


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


LONG_ROOT = 6
ENDINGS = (
    ("ization", 3), ("isation", 3), ("ational", 3), ("fulness", 3), ("iveness", 3), ("ability", 3), ("ibility", 3),
    ("ments", 3), ("ment", 4), ("ation", 3), ("ition", 3), ("ator", 4), ("ting", 4), ("ing", 3), ("edly", 3), ("ed", 3),
    ("able", 4), ("ible", 4), ("ance", 4), ("ence", 4), ("ness", 3), ("ally", 3), ("ful", 4), ("ity", 4), ("ive", 4),
    ("ize", 4), ("ise", 4), ("ion", 4), ("er", 4), ("or", 4), ("al", 4), ("ly", 3), ("y", 3), ("e", 3),
)  # fmt: skip


def without_ending(word: str) -> str:
    """Strip the longest listed ending, then the "at" of "migrat-" and "configurat-", so that all their forms meet."""
    root = next(
        (word[: -len(end)] for end, least in ENDINGS if word.endswith(end) and len(word) - len(end) >= least), word
    )
    return undoubled(root[:-2] if root.endswith("at") and len(root) >= LONG_ROOT else root)


def undoubled(root: str) -> str:
    """Turn "runn" into "run" and "migrate"'s "migrat" stays; double s, l, z are kept."""
    if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "slz":
        return root[:-1]
    return root
