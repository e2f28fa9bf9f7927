from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "goodword.messages"
    # "messages" is django.contrib.messages' label
    label = "outbox"
