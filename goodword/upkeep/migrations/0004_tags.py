from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("upkeep", "0003_check_in")]
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
                    ("tag", "Change tags"),
                ],
                max_length=16,
            ),
        ),
    ]
