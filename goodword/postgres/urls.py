"""How the two roles reach the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from goodword.postgres.cluster import DATABASE, OWNER, RUNTIME


@dataclass(frozen=True, slots=True)
class Urls:
    """How the two roles reach the database: what DATABASE_URL and DATABASE_OWNER_URL are set to."""

    runtime: str
    owner: str

    def to(self, database: str) -> Urls:
        """Return the same for another database of the server."""
        return Urls(_to(self.runtime, database), _to(self.owner, database))


def addresses(passwords: dict[str, str], socket_folder: Path) -> Urls:
    """Return the addresses of a server that listens in `socket_folder`."""
    place = f"/{DATABASE}?host={quote(str(socket_folder), safe='')}"
    runtime, owner = (f"postgresql://{role}:{passwords[role]}@{place}" for role in (RUNTIME, OWNER))
    return Urls(runtime, owner)


def _to(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database)}"))
