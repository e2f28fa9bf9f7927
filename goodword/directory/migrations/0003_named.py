from typing import Any

from django.db import DatabaseError, migrations, transaction

# Row-level security keeps LIKE from using an index, since LIKE might tell what it saw (it is not leakproof). This
# function runs as the owner, sees one workspace only, and tells ids only: what its caller may see is asked afterwards.
CREATE = """
CREATE FUNCTION goodword_named(kind text, begins text, within text, most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here uuid := NULLIF(current_setting('goodword.workspace', true), '')::uuid;
BEGIN
  IF kind = 'contact' THEN
    RETURN QUERY EXECUTE 'SELECT id FROM public.directory_contact WHERE workspace_id = $1'
      ' AND (sort_key LIKE $2 OR sort_key LIKE $3 OR email LIKE $2) LIMIT $4' USING here, begins, within, most;
  ELSIF kind = 'account' THEN
    RETURN QUERY EXECUTE 'SELECT id FROM public.directory_account WHERE workspace_id = $1'
      ' AND (sort_key LIKE $2 OR sort_key LIKE $3) LIMIT $4' USING here, begins, within, most;
  END IF;
END $$;
REVOKE ALL ON FUNCTION goodword_named(text, text, text, integer) FROM PUBLIC;
"""
DROP = "DROP FUNCTION goodword_named(text, text, text, integer)"
INDEXES = {
    "directory_contact": "sort_key public.gin_trgm_ops, email public.gin_trgm_ops",
    "directory_account": "sort_key public.gin_trgm_ops",
}


def index_parts_of_words(apps: Any, editor: Any) -> None:
    """Index every three letters of a name, where the server has pg_trgm and lets this role have it.

    It ships with PostgreSQL and is trusted: whoever may create in the database may have it. Without it searches read
    all names, which is slower and finds the same.
    """
    with editor.connection.cursor() as cursor:
        try:
            with transaction.atomic(using=editor.connection.alias):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")
        except DatabaseError:
            return
        for table, columns in INDEXES.items():
            cursor.execute(f"CREATE INDEX {table}_words ON {table} USING gin ({columns})")


def forget_parts_of_words(apps: Any, editor: Any) -> None:
    with editor.connection.cursor() as cursor:
        for table in INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS {table}_words")


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_sort_keys")]
    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.RunPython(index_parts_of_words, forget_parts_of_words),
    ]
