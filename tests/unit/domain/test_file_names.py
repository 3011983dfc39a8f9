"""Names of files hold on every system, whatever they are made of."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.file_names import LONGEST, Names, safe_name

HOSTILE = st.one_of(
    st.text(max_size=150),
    st.text(alphabet='./\\: .*?"<>|#%\n\t\u202e\u200b\ud800Aaé\u0301ß\u017fİ🧾', max_size=150),
    st.sampled_from(
        ["CON", "nul.txt", "Com¹.pdf", "..", "../../etc/passwd", "C:\\x", "", " . ", "-", "a" * 400 + ".pdf"]
    ),
)


@settings(max_examples=60)
@given(texts=st.lists(HOSTILE, max_size=5))
def test_every_name_is_safe_and_stands_once(texts: list[str]) -> None:
    names = Names()
    made = [names.of(text) for text in (*texts, *texts)]
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in made}) == len(made)
    for name in made:
        assert 0 < len(name) <= LONGEST
        assert len(name.encode()) <= 200
        assert not set(name) & set('<>:"/\\|?*#%\n\t\u202e')
        assert name == name.strip(". ")
        assert name == unicodedata.normalize("NFC", name)
        assert name.split(".")[0].casefold() not in ("con", "nul", "com¹")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("C:\\temp\\a.pdf", "C--temp-a.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Facture  no\u00a012 #3.pdf ", "Facture no 12 -3.pdf"),
        ("evil\u202efdp.exe", "evilfdp.exe"),
        ("Paid on 3 March. Seen by all", "Paid on 3 March. Seen by all"),
        (" ... ", "file"),
        ("a" * 300 + ".pdf", "a" * 96 + ".pdf"),
        ("م" * 300 + ".pdf", "م" * 96 + ".pdf"),
        ("票" * 300 + ".pdf", "票" * 65 + ".pdf"),
    ],
)
def test_a_name_is_kept_as_far_as_it_holds(text: str, name: str) -> None:
    assert safe_name(text) == name
