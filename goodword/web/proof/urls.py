"""Addresses of stories and quotes."""

from django.urls import path

from goodword.web.proof import clearing, editing, sending, stories, story

urlpatterns = [
    path("proof", stories.stories, name="proof"),
    path("proof/add", editing.add, name="proof-add"),
    path("proof/<uuid:story_id>", story.story, name="story"),
    path("proof/<uuid:story_id>/edit", editing.edit, name="story-edit"),
    path("proof/<uuid:story_id>/clear", clearing.clearance, name="story-clear"),
    path("proof/<uuid:story_id>/withdraw", clearing.withdrawal, name="story-withdraw"),
    path("proof/<uuid:story_id>/renew", clearing.renewal, name="story-renew"),
    path("proof/<uuid:story_id>/sent", sending.sent, name="story-sent"),
    path("proof/<uuid:story_id>/undo/<uuid:event_id>", sending.undo, name="story-undo"),
]
