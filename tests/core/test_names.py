from __future__ import annotations

import pytest

from goodword.core.names import first_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Maya Okafor", "Maya"),
        ("Dr. Ingebjørg Vik", "Ingebjørg"),
        ("Prof. Dr. Hana Sato", "Hana"),
        ("J. R. Moore", "J."),
        ("Dr.", "Dr."),
        ("  ", ""),
    ],
)
def test_a_person_is_called_by_their_first_name_never_by_a_title(name: str, called: str) -> None:
    assert first_name(name) == called
