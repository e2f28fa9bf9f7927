"""Every mail is looked at in a frame of its own, by day and by night, on a desk and on a phone."""

from __future__ import annotations

from goodword.messages.samples import sampled
from tests import cast
from tests.web.members.people import signed_in


def test_every_kind_of_mail_is_listed_and_opens() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    page = client.get("/settings/messages").content.decode()
    for code in sampled():
        assert f'href="/settings/messages/{code}"' in page, code
    assert client.get("/settings/messages/E07?variant=writing&width=phone&night=1").status_code == 200
    for path in ("/settings/messages/E99", "/settings/messages/E07?variant=no", "/settings/messages/E99/letter"):
        assert client.get(path).status_code == 404, path
    assert signed_in(company.ben).get("/settings/messages").status_code == 403


def test_a_letter_comes_without_scripts_and_as_light_or_dark_as_asked() -> None:
    company = cast.company()
    client = signed_in(company.priya)
    light, dark = (client.get(f"/settings/messages/E01/letter?night={night}") for night in "01")
    assert "default-src 'none'" in light.headers["Content-Security-Policy"]
    assert "Tidewell" in light.content.decode() and "prefers-color-scheme: dark" not in light.content.decode()
    assert "@media all" in dark.content.decode() and "@media all" not in light.content.decode()
