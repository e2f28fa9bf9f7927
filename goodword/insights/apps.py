from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "goodword.insights"
    label = "insights"
