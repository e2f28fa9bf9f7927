from typing import Any

from django.db import DatabaseError, migrations, transaction

# Row-level security keeps LIKE from using an index, since LIKE might tell what it saw (it is not leakproof). This
# function runs as the owner, sees one workspace only, and tells ids only: what its caller may see is asked afterwards.
# `begins` and `within` are two patterns for each word, of which a name must match either. People are found by their
# own name or address, and by their company's where at least one word is in that.
CREATE = """
CREATE FUNCTION goodword_named(kind text, begins text[], within text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here uuid := NULLIF(current_setting('goodword.workspace', true), '')::uuid;
  theirs text;  -- every word in the person's name or address
  firms text;   -- every word in the company's name
  some_firm text;
  either text;
BEGIN
  SELECT string_agg(own, ' AND '), string_agg(firm, ' AND '), string_agg(firm, ' OR '),
         string_agg(format('(%s OR %s)', own, firm), ' AND ')
  INTO theirs, firms, some_firm, either
  FROM (SELECT format('(c.sort_key LIKE %1$L OR c.sort_key LIKE %2$L OR c.email LIKE %1$L)', b, w) AS own,
               format('(a.sort_key LIKE %1$L OR a.sort_key LIKE %2$L)', b, w) AS firm
        FROM unnest(begins, within) AS word(b, w)) AS words;
  IF kind = 'contact' THEN
    RETURN QUERY EXECUTE format(
      '(SELECT c.id FROM public.directory_contact c WHERE c.workspace_id = $1 AND %s LIMIT $2) UNION'
      ' (SELECT c.id FROM public.directory_account a JOIN public.directory_contact c'
      ' ON c.workspace_id = a.workspace_id AND c.account_id = a.id WHERE a.workspace_id = $1 AND (%s) AND %s LIMIT $2)'
      ' LIMIT $2', theirs, some_firm, either) USING here, most;
  ELSIF kind = 'account' THEN
    RETURN QUERY EXECUTE format(
      'SELECT a.id FROM public.directory_account a WHERE a.workspace_id = $1 AND %s LIMIT $2', firms) USING here, most;
  END IF;
END $$;
REVOKE ALL ON FUNCTION goodword_named(text, text[], text[], integer) FROM PUBLIC;
"""
DROP = "DROP FUNCTION goodword_named(text, text[], text[], integer)"
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
