"""French as it is printed: spaces before signs, guillemets, apostrophe, the terms of the glossary, terse labels."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from tests.helpers.texts import ROOT, catalogue, forms

NO_BREAK, NARROW = "\u00a0", "\u202f"
# What another program wrote or reads stands as it is.
CODE = re.compile(r"postgresql://\S*|%\(\w+\)\w|%[rs]|amount>=1000\.|<iati-activities|\{\w+\}|\d\d:\d\d")


@pytest.fixture(scope="module")
def french() -> Catalog:
    return catalogue("fr")


def phrases(of: Catalog) -> list[tuple[str, str]]:
    """English and French of every form, what is code taken out."""
    found = []
    for message in of:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[1]
            found += [(english, CODE.sub("x", text)) for text in forms(message)]
    return found


@pytest.mark.parametrize(
    ("fault", "pattern"),
    [
        ("a straight apostrophe or quote", r"['\"]"),
        ("English quotes", r"[“”]"),
        ("no narrow no-break space before ; ! ?", f"[^{NARROW}][;!?]"),
        ("no no-break space before a colon", f"[^{NO_BREAK}]:"),
        ("no no-break space before per cent", f"\\w[^{NO_BREAK}]?%|[ ]%"),
        ("no no-break space inside guillemets", f"«[^{NO_BREAK}]|[^{NO_BREAK}]»"),
        ("a space that may break the line between thousands", r"\d[ ,]\d{3}(?!\.50)"),  # 1,234.50 names a style
        ("three dots", r"\.\.\."),
        ("a capital without its accent", r"(?<!Section )\b(?:A|Etat|Ecriture|Ecart|Etes|Equipement|Etranger)\b(?! \.)"),
    ],
)
def test_no_text_has(french: Catalog, fault: str, pattern: str) -> None:
    assert [text for _english, text in phrases(french) if re.search(pattern, text)] == [], fault


@pytest.mark.parametrize(
    ("english", "wanted"),
    [
        (r"\bgrants?\b", r"subvention"),
        (r"\bfunders?\b", r"bailleur"),
        (r"\bagreements?\b", r"accord"),
        (r"\bledger\b", r"grand livre"),
        (r"\bentr(?:y|ies)\b(?! on duty)", r"écriture|entrée"),
        (r"\bcommitments?\b", r"engagement"),
        (r"\breceipts?\b", r"encaissement"),
        (r"\brefunds?\b", r"remboursement"),
        (r"\badjustments?\b", r"ajustement"),
        (r"\bexchange rates?\b", r"taux de change"),
        (r"\bbudget lines?\b", r"lignes? budgétaires?"),
        (r"\bsupport costs?\b", r"appui"),
        (r"\boffices?\b", r"bureau"),
        (r"\bworkbook\b", r"classeur"),
        (r"\bbackups?\b", r"sauvegarde"),
        (r"\brecords?\b(?! money)", r"fiche"),
        (r"\bcurrenc(?:y|ies)\b", r"monnaie"),
        (r"\bprojects?\b", r"projet"),
    ],
)
def test_one_term_is_kept_throughout(french: Catalog, english: str, wanted: str) -> None:
    other = [
        (source, text)
        for source, text in phrases(french)
        if re.search(english, CODE.sub("", source), re.IGNORECASE) and not re.search(wanted, text, re.IGNORECASE)
    ]
    assert other == []


def test_glossary_stands_at_the_top() -> None:
    head = (ROOT / "resources/i18n/fr/LC_MESSAGES/grantdesk.po").read_text(encoding="utf-8").split("msgid", 1)[0]
    for line in ("# funder                  = bailleur (de fonds)", "# ledger                  = grand livre"):
        assert line in head.splitlines()


def test_terse_labels_stay_terse(french: Catalog) -> None:
    """In all, labels of up to three words take at most a third more room than in English."""
    labels = [(english, text) for english, text in phrases(french) if len(english.split()) <= 3 and "." not in english]
    assert len(labels) > 250
    english_letters = sum(len(english) for english, _text in labels)
    assert sum(len(text) for _english, text in labels) <= english_letters * 4 / 3
