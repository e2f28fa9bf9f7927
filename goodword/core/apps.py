from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

from goodword.core.statements import keep_prepared


class CoreConfig(AppConfig):
    name = "goodword.core"
    label = "core"

    def ready(self) -> None:
        # Jobs are found by procrastinate, which is set to look for modules named so; reactions are found here.
        autodiscover_modules("reactions")
        connection_created.connect(keep_prepared)
