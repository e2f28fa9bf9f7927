from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "goodword.proof"
    label = "proof"
