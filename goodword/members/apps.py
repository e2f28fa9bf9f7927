from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "goodword.members"
    label = "members"
