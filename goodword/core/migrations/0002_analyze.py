from django.db import migrations

# ANALYZE needs the owner; this lends it to whoever may call the function (core.walls grants it to the runtime role).
# In one order, so that two at once wait for each other and nothing more.
CREATE = """
CREATE FUNCTION goodword_analyze() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND c.relowner = (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user)
    ORDER BY c.relname
  LOOP
    EXECUTE 'ANALYZE ' || name;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION goodword_analyze() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION goodword_analyze()")]
