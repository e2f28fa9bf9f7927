from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "goodword.messages"
    label = "messages"
