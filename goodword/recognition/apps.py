from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "goodword.recognition"
    label = "recognition"
