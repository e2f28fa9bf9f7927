from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

from goodword.core.statements import made_fast


class CoreConfig(AppConfig):
    name = "goodword.core"
    label = "core"

    def ready(self) -> None:
        # Jobs are found by procrastinate, which is set to look for modules named so; reactions are found here.
        autodiscover_modules("reactions")
        connection_created.connect(made_fast)
