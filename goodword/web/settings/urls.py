"""Addresses of the settings that matter for everyone: rules, lists, mails, and who did what."""

from django.urls import path

from goodword.web.settings import audit, lists, mails, matching, rules, welcome

urlpatterns = [
    path("settings/rules", rules.rules, name="settings-rules"),
    path("settings/rules/effect", rules.effect, name="settings-rules-effect"),
    path("settings/rules/keep", rules.keep, name="settings-rules-keep"),
    path("settings/matching", matching.matching, name="settings-matching"),
    path("settings/matching/effect", matching.effect, name="settings-matching-effect"),
    path("settings/audit", audit.audit, name="settings-audit"),
    path("settings/audit.csv", audit.as_csv, name="settings-audit-csv"),
    path("settings/audit/<uuid:event_id>/put-back", audit.put_back, name="settings-audit-put-back"),
    path("settings/lists", lists.overview, name="settings-lists"),
    path("settings/lists/<str:vocabulary>", lists.words, name="settings-words"),
    path("settings/words/<uuid:word_id>", lists.word, name="settings-word"),
    path("settings/words/<uuid:word_id>/merge", lists.merge, name="settings-word-merge"),
    path("settings/words/<uuid:word_id>/retire", lists.retire, name="settings-word-retire"),
    path("settings/messages", mails.overview, name="settings-messages"),
    path("settings/messages/<str:code>", mails.mail, name="settings-message"),
    path("settings/messages/<str:code>/letter", mails.sheet, name="settings-message-letter"),
    path("welcome", welcome.welcome, name="welcome"),
    path("welcome/mail", welcome.send_test_mail, name="welcome-mail"),
    path("welcome/close", welcome.close, name="welcome-close"),
]
