from typing import Any

from django.db import migrations, models

# Few of the people take part in the program, and they are looked up by name far more often than all others. Whoever
# writes an advocate marks the person (references.0006); a row saved from memory, read before that, takes no mark away.
KEPT = """
CREATE FUNCTION goodword_still_takes_part() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.takes_part := NEW.takes_part OR OLD.takes_part;
  RETURN NEW;
END $$;
CREATE TRIGGER still_takes_part BEFORE UPDATE OF takes_part ON directory_contact
  FOR EACH ROW EXECUTE FUNCTION goodword_still_takes_part();
"""
TAKEN_AWAY = "DROP TRIGGER still_takes_part ON directory_contact; DROP FUNCTION goodword_still_takes_part()"
NAMED = """
CREATE OR REPLACE FUNCTION goodword_named(kind text, begins text[], within text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here uuid := NULLIF(current_setting('goodword.workspace', true), '')::uuid;
  among text := CASE kind WHEN 'advocate' THEN 'c.takes_part' ELSE 'true' END;
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
  IF kind = 'account' THEN
    RETURN QUERY EXECUTE format(
      'SELECT a.id FROM public.directory_account a WHERE a.workspace_id = $1 AND %s LIMIT $2', firms) USING here, most;
  ELSIF kind IN ('contact', 'advocate') THEN
    RETURN QUERY EXECUTE format(
      '(SELECT c.id FROM public.directory_contact c WHERE c.workspace_id = $1 AND %s AND %s LIMIT $2) UNION'
      ' (SELECT c.id FROM public.directory_account a JOIN public.directory_contact c'
      ' ON c.workspace_id = a.workspace_id AND c.account_id = a.id'
      ' WHERE a.workspace_id = $1 AND (%s) AND %s AND %s LIMIT $2)'
      ' LIMIT $2', among, theirs, some_firm, either, among) USING here, most;
  END IF;
END $$
"""


def index_parts_of_words(apps: Any, editor: Any) -> None:
    """Index every three letters of those names, where the server has pg_trgm."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_extension WHERE extname = 'pg_trgm'")
        if cursor.fetchone() is not None:
            cursor.execute(
                "CREATE INDEX contact_taking_part_words ON directory_contact"
                " USING gin (sort_key public.gin_trgm_ops, email public.gin_trgm_ops) WHERE takes_part"
            )


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_hand_over")]
    operations = [
        migrations.AddField(
            model_name="contact",
            name="takes_part",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Is an advocate, or was one: the database itself writes it, for its indexes.",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("takes_part", True)),
                fields=["workspace", "sort_key", "id"],
                name="contact_taking_part",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("takes_part", True)),
                fields=["workspace", "account"],
                name="contact_taking_part_at",
            ),
        ),
        migrations.RunSQL(KEPT, TAKEN_AWAY),
        migrations.RunPython(index_parts_of_words, migrations.RunPython.noop),
        # Asked about people and companies it tells what it told before.
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
    ]
