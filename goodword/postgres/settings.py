"""What the embedded server is told at each start, so that a new release's settings apply to an old folder."""

from __future__ import annotations

from pathlib import Path

from goodword.postgres.cluster import HERE

# Small, for one machine that runs everything: about 60 MB resident with a dozen connections.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "maintenance_work_mem": "32MB",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "max_logical_replication_workers": "0",
    "autovacuum_max_workers": "2",
    # A new database fills within a minute; until its tables are counted, plans are made as if they were empty.
    "autovacuum_naptime": "10s",
    "jit": "off",
    "cluster_name": "goodword",
}
SETTINGS_OF_18 = {"io_method": "sync"}  # else three more processes
FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def arguments(home: Path, socket_folder: Path, major: int, *, durable: bool) -> list[str]:
    """Return the server's command line, without its program."""
    chosen = SETTINGS | {"unix_socket_directories": str(socket_folder)}
    if major >= 18:
        chosen |= SETTINGS_OF_18
    if not durable:
        chosen |= FORGETFUL
    # PostgreSQL takes no notice of the last one; it is for people who look at the list of processes, and for `_serves`.
    chosen |= {"goodword.folder": str(home)}
    return ["-D", HERE, *(word for name, value in chosen.items() for word in ("-c", f"{name}={value}"))]
