from django.db import migrations

# Whose row says that they take part (directory.0007): whoever is an advocate's contact, whichever way that was written.
WRITTEN = """
CREATE FUNCTION goodword_takes_part() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.directory_contact SET takes_part = true
  WHERE workspace_id = NEW.workspace_id AND id = NEW.contact_id AND NOT takes_part;
  RETURN NULL;
END $$;
CREATE TRIGGER takes_part AFTER INSERT OR UPDATE OF contact_id ON references_advocate
  FOR EACH ROW EXECUTE FUNCTION goodword_takes_part();
UPDATE directory_contact SET takes_part = true WHERE id IN (SELECT contact_id FROM references_advocate);
ANALYZE directory_contact (takes_part);
"""
FORGOTTEN = "DROP TRIGGER takes_part ON references_advocate; DROP FUNCTION goodword_takes_part()"


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_taking_part"), ("references", "0005_help_of_a_person")]
    operations = [migrations.RunSQL(WRITTEN, FORGOTTEN)]
