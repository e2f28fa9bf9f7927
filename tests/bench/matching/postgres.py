"""PostgreSQL's full-text search on a table like ours: as its owner, behind row-level security, and by a lent function."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from goodword.matching.shapes import Reference
from goodword.matching.text import stems
from goodword.postgres import Urls
from tests.bench.matching.asked import TOP, Search
from tests.bench.matching.engines import POSTGRES, Ask
from tests.bench.matching.made import facets_of, text_of

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
INDEX = "told_words"
# As core.walls has it, which can't be read without a Django.
TENANT = "workspace_id = NULLIF(current_setting('goodword.workspace', true), '')::uuid"
TICKS = os.sysconf("SC_CLK_TCK")
FILTERED = f"""
    SELECT id, ts_rank_cd(words, asked) AS score FROM told, to_tsquery('simple', %s) AS asked
    WHERE workspace_id = '{HERE}' AND industry = %s AND country = %s AND size = %s AND product = %s AND words @@ asked
    ORDER BY score DESC, id LIMIT {TOP}
"""
WORDS = f"""
    SELECT id, ts_rank_cd(words, asked) AS score FROM told, to_tsquery('simple', %s) AS asked
    WHERE workspace_id = '{HERE}' AND words @@ asked ORDER BY score DESC, id LIMIT {TOP}
"""
TABLE = """
    DROP TABLE IF EXISTS told CASCADE;
    CREATE TABLE told (
        workspace_id uuid NOT NULL, id text NOT NULL, industry text NOT NULL, country text NOT NULL, size text NOT NULL,
        product text NOT NULL, text text NOT NULL,
        words tsvector GENERATED ALWAYS AS (to_tsvector('simple', text)) STORED, PRIMARY KEY (workspace_id, id)
    );
"""
WALLS = f"""
    ALTER TABLE told ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY workspace ON told TO {{runtime}} USING ({TENANT}) WITH CHECK ({TENANT});
    CREATE POLICY owner ON told TO CURRENT_USER USING (true) WITH CHECK (true);
    GRANT SELECT, UPDATE ON told TO {{runtime}};
"""
INDEXES = f"""
    CREATE INDEX {INDEX} ON told USING gin (words);
    CREATE INDEX told_facets ON told (workspace_id, industry, country, size, product);
    ANALYZE told;
"""
LENT = f"""
    CREATE OR REPLACE FUNCTION told_search(asked tsquery) RETURNS TABLE (found text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        SELECT id FROM told WHERE {TENANT} AND words @@ asked ORDER BY ts_rank_cd(words, asked) DESC, id LIMIT {TOP}
    $$;
    GRANT EXECUTE ON FUNCTION told_search TO {{runtime}};
"""
CALL = "SELECT found FROM told_search(to_tsquery('simple', %s))"


class Postgres:
    """One table for two workspaces, of which the other holds a tenth as many rows."""

    def __init__(self, urls: Urls) -> None:
        self._owner = psycopg.connect(urls.owner, autocommit=True)
        self._runtime = psycopg.connect(urls.runtime, autocommit=True)
        self._owner.execute(TABLE)
        for connection in (self._owner, self._runtime):
            connection.execute("SET jit = off; SET max_parallel_workers_per_gather = 0")
            connection.execute("SELECT set_config('goodword.workspace', %s, false)", [str(HERE)])

    def build(self, references: Sequence[Reference]) -> None:
        copied = "COPY told (workspace_id, id, industry, country, size, product, text) FROM STDIN"
        with self._owner.cursor().copy(copied) as rows:
            for place, share in ((HERE, references), (ELSEWHERE, references[::10])):
                for one in share:
                    rows.write_row((place, one.id, *astuple(facets_of(one)), _words_of(one)))
        for step in (INDEXES, WALLS, LENT):
            self._owner.execute(step.format(runtime=self._runtime.info.user))

    def ways(self) -> Mapping[str, Ask]:
        owner, runtime = self._owner, self._runtime
        return {
            f"{POSTGRES}, filtered, as the owner": lambda one: self._rows(
                owner, FILTERED, _any(one), *astuple(one.facets)
            ),
            f"{POSTGRES}, filtered, behind the wall": lambda one: self._rows(
                runtime, FILTERED, _any(one), *astuple(one.facets)
            ),
            f"{POSTGRES}, two words, as the owner": lambda one: self._rows(owner, WORDS, _both(one)),
            f"{POSTGRES}, two words, behind the wall": lambda one: self._rows(runtime, WORDS, _both(one)),
            f"{POSTGRES}, two words, by a lent function": lambda one: self._rows(runtime, CALL, _both(one)),
            f"{POSTGRES}, the typed words, as the owner": lambda one: self._rows(owner, WORDS, _any(one)),
        }

    def update(self, reference: Reference) -> None:
        changed = (_words_of(reference), HERE, reference.id)
        self._owner.execute("UPDATE told SET text = %s WHERE workspace_id = %s AND id = %s", changed)

    def processor(self) -> float:
        return sum(_seconds(connection.info.backend_pid) for connection in (self._owner, self._runtime))

    def _rows(self, connection: psycopg.Connection[Any], query: LiteralString, *told: str) -> list[Any]:
        return connection.execute(query, told).fetchall()


def database_in(urls: Urls) -> Urls:
    """Return the addresses of the bench's own database, made anew."""
    own = urls.to("matching_bench")
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("DROP DATABASE IF EXISTS matching_bench")
        owner.execute("CREATE DATABASE matching_bench")
    return own


def _any(search: Search) -> str:
    return " | ".join(search.own)


def _both(search: Search) -> str:
    """Return two words of the deal that its own reference holds too: a search that finds few."""
    return " & ".join(search.own[:2])


def _words_of(reference: Reference) -> str:
    return " ".join(stems(text_of(reference)))


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
