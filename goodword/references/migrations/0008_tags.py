import uuid

import django.db.models.deletion
from django.db import migrations, models

import goodword.core.fields
import goodword.core.tenancy


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_audit"),
        ("directory", "0008_tags"),
        ("references", "0007_check_in"),
    ]
    operations = [
        migrations.CreateModel(
            name="AdvocateTag",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "advocate",
                    goodword.core.fields.WorkspaceKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tag_rows",
                        to="references.advocate",
                    ),
                ),
                (
                    "term",
                    goodword.core.fields.WorkspaceKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="directory.term",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        default=goodword.core.tenancy.current_workspace_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "term"], name="tag_by_term")],
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "advocate", "term"), name="tagged_once")
                ],
            },
        ),
    ]
