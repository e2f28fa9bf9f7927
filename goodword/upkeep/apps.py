from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "goodword.upkeep"
    label = "upkeep"
