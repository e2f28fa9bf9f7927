from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "goodword.matching"
    label = "matching"
