"""Error pages: in plain words, without database, script or sign-in."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.log import log_response

from goodword.web import errors
from goodword.web.errors import STALE_FORM, TROUBLES, PlainErrors, code_of, trouble


@contextmanager
def without_database() -> Iterator[None]:
    def gone(*args: Any) -> None:
        raise OperationalError("the database is gone")

    with connection.execute_wrapper(gone):
        yield


@pytest.mark.parametrize("status", sorted(TROUBLES))
def test_the_page_needs_no_database_and_no_script(status: int, collected: None) -> None:
    with without_database():
        page = trouble(RequestFactory().get("/"), status)
    text = page.content.decode()
    assert page.status_code == status
    assert str(TROUBLES[status].title) in text.replace("&#x27;", "'")
    assert "<script" not in text and "<form" not in text


def test_the_page_shows_even_when_static_files_were_never_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise ValueError("Missing staticfiles manifest entry")

    monkeypatch.setattr(errors, "static", missing)
    assert b"stylesheet" not in trouble(RequestFactory().get("/"), 500).content


def test_a_broken_page_gives_a_code_that_the_log_and_the_header_have_too(
    collected: None, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = PlainErrors(lambda request: trouble(request, 500))(RequestFactory().get("/"))
    code = answer.headers["X-Request-Id"]
    assert len(code) == 6 and code in answer.content.decode()
    assert code in capsys.readouterr().out


def test_what_broke_a_page_is_in_the_log_with_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(one for one in logging.getLogger("django.request").handlers if one.filters)
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    request = RequestFactory().get("/broken")
    try:
        raise ValueError("what exactly broke")
    except ValueError as broken:
        log_response(
            "Internal Server Error: /broken", response=HttpResponse(status=500), request=request, exception=broken
        )
    assert "ValueError: what exactly broke" in written.getvalue()
    assert f"code={code_of(request)}" in written.getvalue()


def test_what_never_existed_and_what_is_not_yours_are_the_same_bytes(collected: None) -> None:
    stranger = Client(headers={"host": "localhost"})
    never = stranger.get("/no-such-page")
    elsewhere = stranger.get("/_gallery/no-such-sample")
    assert never.status_code == elsewhere.status_code == 404
    assert never.content == elsewhere.content
    assert never.headers["X-Request-Id"] not in never.content.decode()


@pytest.mark.parametrize("bare", [HttpResponseNotFound(), HttpResponseNotAllowed(["POST"])])
def test_an_error_without_words_gets_some(bare: HttpResponse, collected: None) -> None:
    answer = PlainErrors(lambda request: bare)(RequestFactory().get("/anything"))
    assert b"<h1>" in answer.content
    assert answer.headers.get("Allow") == bare.headers.get("Allow")


def test_an_error_of_the_api_keeps_its_own_shape() -> None:
    answer = PlainErrors(lambda request: HttpResponseNotFound())(RequestFactory().get("/api/v1/nothing"))
    assert answer.content == b""


def test_a_form_from_another_page_is_refused_in_words(collected: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = strict.post("/theme", {"theme": "dark"})
    assert answer.status_code == 403
    assert str(STALE_FORM.title) in answer.content.decode()


def test_the_same_form_with_its_token_is_taken(collected: None) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    page = strict.get("/_gallery")
    token = page.content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = strict.post("/theme", {"theme": "dark", "next": "/_gallery", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302 and answer.headers["Location"] == "/_gallery"
    assert strict.cookies["theme"].value == "dark"


def test_a_page_by_link_offers_no_way_into_the_product(collected: None) -> None:
    assert b"Back to Today" not in trouble(RequestFactory().get("/l/abc"), 404).content
    assert b"Back to Today" in trouble(RequestFactory().get("/find"), 404).content


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


urlpatterns = [path("broken", broken)]
handler500 = "goodword.web.errors.server_error"


def test_what_broke_is_not_told_to_the_reader(collected: None) -> None:
    from django.test import override_settings

    with override_settings(ROOT_URLCONF=__name__):
        reader = Client(raise_request_exception=False, headers={"host": "localhost"})
        answer = reader.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.content.decode()
    assert b"secret detail" not in answer.content
