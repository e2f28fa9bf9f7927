from __future__ import annotations

import pytest

from tests import cast
from tests.web.requests.scenes import signed_in

pytestmark = pytest.mark.usefixtures("collected")


def test_it_draws() -> None:
    company = cast.company()
    for who in (company.elin, company.priya, company.ben):
        assert signed_in(who).get("/impact").status_code == 200
