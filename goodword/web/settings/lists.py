"""Fields & lists (S21): the workspace's own words, how they are called, in which order, which are one and the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from goodword.directory.actions import lists as verbs
from goodword.directory.models import Term, Vocabulary
from goodword.directory.queries import find_term, uses_of
from goodword.members.policy import Permission
from goodword.web.directory.fields import Suggesting
from goodword.web.directory.listing import listing, searched
from goodword.web.members.http import MemberRequest, for_members, posted, tried

MOST_SUGGESTED = 200
TEXTS: dict[Vocabulary, str | Promise] = {
    Vocabulary.INDUSTRY: lazy("What a company does. Matching puts the same industry first."),
    Vocabulary.REGION: lazy("Where a company is."),
    Vocabulary.SIZE_BAND: lazy("How large a company is, smallest first."),
    Vocabulary.PRODUCT: lazy("What you sell."),
    Vocabulary.COMPETITOR: lazy("Who else your buyers look at."),
    Vocabulary.REPLACED: lazy("What customers left for you."),
    Vocabulary.TOPIC: lazy("What a call can be about. The first eight are offered on every deal."),
    Vocabulary.ROLE_FAMILY: lazy("What kind of work somebody does."),
    Vocabulary.TAG: lazy("How you mark advocates, for yourselves: a panel, a language, a board."),
}


class NewWordForm(forms.Form):
    name = forms.CharField(
        label=lazy("New word"), max_length=verbs.LONGEST, error_messages={"required": lazy("Enter a word.")}
    )


class WordForm(forms.Form):
    """What a word is called, what else finds it, and where it stands."""

    name = forms.CharField(
        label=lazy("Word"),
        max_length=verbs.LONGEST,
        help_text=lazy("It changes everywhere at once. Files may go on using the old one."),
        error_messages={"required": lazy("Enter a word.")},
    )
    other_names = forms.CharField(
        label=lazy("Other names"),
        required=False,
        max_length=verbs.MOST_ALIASES * (verbs.LONGEST + 1),
        help_text=lazy("One a line. Whoever types one of them, or brings it in a file, means this word."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = forms.IntegerField(
        label=lazy("Place in the list"),
        min_value=1,
        max_value=verbs.LAST_PLACE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": lazy("Enter a place."), "invalid": lazy("Enter a whole number.")},
    )


class MergeForm(forms.Form):
    into = forms.CharField(
        label=lazy("Merge into"),
        max_length=verbs.LONGEST,
        widget=Suggesting,
        error_messages={"required": lazy("Enter the word that stays.")},
    )

    def __init__(self, word: Term, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = word
        others = _listed(Vocabulary(word.vocabulary)).exclude(pk=word.pk)
        widget = self.fields["into"].widget
        if isinstance(widget, Suggesting):
            widget.words = list(others.values_list("name", flat=True)[:MOST_SUGGESTED])

    def clean_into(self) -> Term:
        found = find_term(self.word.vocabulary, self.cleaned_data["into"])
        if found is None or found == self.word:
            raise forms.ValidationError(_("There is no other word like that in this list."))
        return found


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.PROGRAM_EDIT)
def overview(request: MemberRequest) -> HttpResponse:
    """List the lists."""
    counts = dict(Term.objects.order_by().values_list("vocabulary").annotate(Count("pk")))
    rows = [{"vocabulary": one, "text": text, "count": counts.get(one.value, 0)} for one, text in TEXTS.items()]
    return render(request, "settings/lists.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def words(request: MemberRequest, vocabulary: str) -> HttpResponse:
    """List the words of one list; a POST adds one."""
    kind = _vocabulary(vocabulary)
    form = NewWordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        added = tried(form, lambda: verbs.add_word(kind, form.cleaned_data["name"], by=request.actor))
        if added is not None:
            messages.success(request, _("“%(word)s” is on the list.") % {"word": added.name})
            return redirect("settings-words", vocabulary=kind.value)
    everything = Term.objects.filter(vocabulary=kind)
    by_hand = (everything.aggregate(last=Max("position"))["last"] or 0) > 0
    default = "place" if by_hand else "name"
    page = listing(request, _found(everything, request), sorts={"place": "position", "name": "name"}, default=default)
    uses = uses_of(page.rows)
    context = {
        "vocabulary": kind,
        "text": TEXTS[kind],
        "page": page,
        "rows": [{"word": word, "uses": uses[word.pk]} for word in page.rows],
        "form": form,
    }
    return render(request, "settings/words.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def word(request: MemberRequest, word_id: UUID) -> HttpResponse:
    """Show one word; a POST changes what it is called, its other names and its place."""
    one = get_object_or_404(Term, pk=word_id)
    before = list(_listed(Vocabulary(one.vocabulary)).values_list("pk", flat=True)).index(one.pk) + 1
    initial = {"name": one.name, "other_names": "\n".join(one.aliases), "place": before}
    form = WordForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: _change(one, form.cleaned_data, before, request))
        if form.is_valid():
            messages.success(request, _("Saved."))
            return redirect("settings-words", vocabulary=one.vocabulary)
    return _word_page(request, one, form, MergeForm(one))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def merge(request: MemberRequest, word_id: UUID) -> HttpResponse:
    """Say what merging a word into another would move; a POST merges them."""
    one = get_object_or_404(Term, pk=word_id)
    form = MergeForm(one, request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _word_page(request, one, WordForm(initial={"name": one.name}), form)
    into: Term = form.cleaned_data["into"]
    if request.method == "POST":
        verbs.merge_words(one, into, by=request.actor)
        messages.success(request, _("“%(word)s” is “%(into)s” now.") % {"word": one.name, "into": into.name})
        return redirect("settings-words", vocabulary=into.vocabulary)
    uses = uses_of([one, into])
    context = {"word": one, "into": into, "moves": uses[one.pk], "has": uses[into.pk]}
    return render(request, "settings/merge.html", context)


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def retire(request: MemberRequest, word_id: UUID) -> HttpResponse:
    """Offer a word no more, or again when it was retired."""
    one = get_object_or_404(Term, pk=word_id)
    if request.POST.get("back"):
        verbs.restore_word(one, by=request.actor)
        messages.success(request, _("“%(word)s” is offered again.") % {"word": one.name})
    else:
        verbs.retire_word(one, by=request.actor)
        messages.success(request, _("“%(word)s” is retired. What has it keeps it.") % {"word": one.name})
    return redirect("settings-words", vocabulary=one.vocabulary)


def _change(one: Term, said: dict[str, Any], before: int, request: MemberRequest) -> None:
    verbs.set_other_names(one, said["other_names"].splitlines(), by=request.actor)
    verbs.rename_word(one, said["name"], by=request.actor)
    if said["place"] != before:
        verbs.place_word(one, said["place"], by=request.actor)


def _word_page(request: MemberRequest, one: Term, form: WordForm, merging: MergeForm) -> HttpResponse:
    wrong = bool(form.errors or (merging.is_bound and merging.errors))
    context = {"word": one, "form": form, "merging": merging, "uses": uses_of([one])[one.pk], "kind": _kind(one)}
    return render(request, "settings/word.html", context, status=422 if wrong else 200)


def _kind(one: Term) -> Vocabulary:
    return Vocabulary(one.vocabulary)


def _vocabulary(said: str) -> Vocabulary:
    if said not in Vocabulary.values:
        raise Http404
    return Vocabulary(said)


def _listed(vocabulary: Vocabulary) -> QuerySet[Term]:
    return Term.objects.filter(vocabulary=vocabulary).order_by("position", "name", "pk")


def _found(rows: QuerySet[Term], request: MemberRequest) -> QuerySet[Term]:
    for part in searched(request).split()[:5]:
        rows = rows.filter(Q(name__icontains=part) | Q(aliases__icontains=part))
    return rows
