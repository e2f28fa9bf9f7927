from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0002_merging")]
    operations = [
        migrations.AlterField(
            model_name="bulkchange",
            name="act",
            field=models.CharField(
                choices=[
                    ("owner", "Change the owner"),
                    ("deputy", "Change the deputy"),
                    ("hold_customer", "Put on hold"),
                    ("hold_advocate", "Put on hold"),
                    ("invite", "Invite"),
                    ("check_in", "Check in"),
                ],
                max_length=16,
            ),
        ),
    ]
