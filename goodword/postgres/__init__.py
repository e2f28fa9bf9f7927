"""The embedded PostgreSQL server: found, made, started, shared between commands and stopped. Standard library only.

A server belongs to a folder, not to a process: `attach` joins the one that runs there or starts it, and the last
process to leave stops it. See `server` for how that is kept true when somebody is killed.
"""

from goodword.postgres.errors import PostgresError
from goodword.postgres.server import Server, attach
from goodword.postgres.urls import Urls

__all__ = ["PostgresError", "Server", "Urls", "attach"]
