from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "goodword.protection"
    label = "protection"
