"""What a person can choose where nothing decides how a column is written."""

from __future__ import annotations

import pytest

from desktop.importers.column_values import Style
from desktop.language import say
from desktop.registers.register import Kind
from desktop.ui.widgets.column_card import style_choices
from tests.helpers.columns import field_of


@pytest.mark.parametrize(
    ("kind", "code", "choices"),
    [
        (Kind.DATE, "mdy", ["mdy", "dmy", "ymd"]),
        (Kind.MONEY, "1.234,50", ["1.234,50", "1,234.50"]),
        (Kind.CURRENCY, "XAF", ["XAF", "XOF"]),
    ],
)
def test_a_column_offers_the_styles_of_its_kind(kind: Kind, code: str, choices: list[str]) -> None:
    assert style_choices(field_of(kind), Style(code, say("Chosen by you"))) == choices
