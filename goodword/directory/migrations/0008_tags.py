from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_taking_part")]
    operations = [
        migrations.AlterField(
            model_name="term",
            name="vocabulary",
            field=models.CharField(
                choices=[
                    ("industry", "Industry"),
                    ("region", "Region"),
                    ("size_band", "Company size"),
                    ("product", "Product"),
                    ("competitor", "Competitor"),
                    ("replaced", "Replaced system"),
                    ("topic", "Topic"),
                    ("role_family", "Role family"),
                    ("tag", "Tag"),
                ],
                max_length=12,
            ),
        ),
    ]
