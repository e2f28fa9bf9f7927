"""A program that uses the embedded server: says its addresses, works until told to stop or killed.

Usage: python holder.py HOME [write]. With `write` it commits numbers into `kept`, and says each after its commit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from goodword.postgres import PostgresError, Server


def main() -> None:
    server = Server(Path(sys.argv[1]))
    try:
        urls = server.start()
    except PostgresError as error:
        print(json.dumps({"error": type(error).__name__, "message": error.message, "remedy": error.remedy}), flush=True)
        sys.exit(1)
    print(json.dumps({"runtime": urls.runtime, "owner": urls.owner}), flush=True)
    if sys.argv[2:] == ["write"]:
        write(urls.owner)
    else:
        sys.stdin.read()
    server.stop()


def write(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number integer PRIMARY KEY)")
        number = 0
        while True:
            number += 1
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
            print(number, flush=True)


if __name__ == "__main__":
    main()
