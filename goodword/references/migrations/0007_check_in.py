from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("references", "0006_taking_part")]
    operations = [
        migrations.AddField(
            model_name="referenceprofile",
            name="check_in_asked_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when a colleague waits for the owner to confirm it.", null=True
            ),
        ),
        migrations.AddField(
            model_name="referenceprofile",
            name="check_in_asked_by",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
