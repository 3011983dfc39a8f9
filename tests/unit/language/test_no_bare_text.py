"""No text reaches a person's eye that did not go through `say`, and every `say` can be found by translators."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.texts import ROOT

# What takes a text to show, ours and Qt's; only what stands by position is a text, the rest is options.
QT_SETTERS = frozenset(
    (
        *("setText", "setWindowTitle", "setPlaceholderText", "setToolTip", "setStatusTip", "setWhatsThis", "setTitle"),
        *("setAccessibleName", "setAccessibleDescription", "setLabelText", "setHeaderData", "setHtml", "setSuffix"),
        *("setPlainText", "setPrefix", "setSpecialValueText", "addAction", "addItem", "addItems", "addTab", "addMenu"),
        *("addRow", "drawText", "showMessage", "getOpenFileName", "getSaveFileName", "getExistingDirectory"),
    )
)
QT_WIDGETS = frozenset(
    (
        *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu"),
        *("QTreeWidgetItem", "QListWidgetItem"),
    )
)
OURS = frozenset(("label", "button", "ElidedLabel", "emphasised", "HeaderFigure", "EmptyState", "Way", "Dialog"))
SHOWS = QT_SETTERS | QT_WIDGETS | OURS | {"tell"}
KEYS = re.compile(r"(?:Ctrl\+|Alt\+|Shift\+)*(?:[A-Z]|F\d+|Left|Right)")  # Qt puts them into the language
MARKUP = re.compile(r"<[^<>]*>?")
# The same in each language, and why.
NAMES = {
    "GrantDesk": "the name of the program",
    "GrantDesk (*.grantdesk)": "the program and the ending of its files",
    "office.grantdesk": "a file name, proposed",
    "f": "the sign of a formula, slanted",
}
FOLDERS = (ROOT / "desktop" / "ui", ROOT / "desktop" / "cli")
FILES = [
    ROOT / "desktop" / "app.py",
    *sorted(path for folder in FOLDERS for path in folder.rglob("*.py") if path.name != "shots.py"),
]


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def literals(node: ast.expr) -> Iterator[str]:
    """The texts that stand in an expression as they will be shown, not those inside a further call."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from literals(part)
        case ast.FormattedValue(value=inner) | ast.Starred(value=inner):
            yield from literals(inner)
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            yield from literals(one)
            yield from literals(other)
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            for part in parts:
                yield from literals(part)


def bare_texts(source: str) -> list[str]:
    """Texts with letters that are shown as they stand in the source."""
    return [
        text
        for name, call in calls(ast.parse(source))
        if name in SHOWS
        for argument in call.args
        for text in literals(argument)
        if any(map(str.isalpha, text)) and not KEYS.fullmatch(text) and not MARKUP.fullmatch(text)
    ]


@pytest.mark.parametrize(
    "source",
    [
        'line.setPlaceholderText("Search")',
        'self.setWindowTitle(f"{name} is open")',
        'QLabel("Yes" if on else "No")',
        'label("Total: " + text(say("Sum")), TextStyle.TITLE)',
        'menu.addAction(icon, "Copy", self.copy)',
        'button(shown or "Close", kind="link")',
    ],
)
def test_the_search_finds_bare_texts(source: str) -> None:
    assert bare_texts(source) != []


@pytest.mark.parametrize(
    "source",
    [
        'label(text(say("Search")), TextStyle.SMALL, ink="muted")',
        'self.setText(f"{shown} · {more}")',
        'Way(title, about, Icon.NEW, does, "Ctrl+N")',
        'setText("")',
    ],
)
def test_the_search_leaves_others_alone(source: str) -> None:
    assert bare_texts(source) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_everything_shown_goes_through_say(path: Path) -> None:
    assert [text for text in bare_texts(path.read_text(encoding="utf-8")) if text not in NAMES] == []


def test_no_exception_is_left_over() -> None:
    shown = {text for path in FILES for text in bare_texts(path.read_text(encoding="utf-8"))}
    assert set(NAMES) - shown == set()


def is_whole(text: ast.expr) -> bool:
    """Whether translators see the text: it stands there, or is that of another message (`counted.plural`)."""
    if isinstance(text, ast.Attribute):
        return text.attr in ("text", "plural")
    return isinstance(text, ast.Constant) and isinstance(text.value, str)


def said_badly(source: str) -> list[int]:
    """Lines where what is said is put together first, or glued to something afterwards: nobody can translate that."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "say_many"):
            texts = node.args[:2] if node.func.id == "say_many" else node.args[:1]
            if not texts or not all(map(is_whole, texts)):
                lines.append(node.lineno)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            glued = [side for side in (node.left, node.right) if isinstance(side, ast.Call)]
            lines += [side.lineno for side in glued for name, _call in calls(side) if name in ("say", "say_many")]
    return lines


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say(f"Wrote {file}")', [1]),
        ("say(sentence)", [1]),
        ('say("a" + "b")', [1]),
        ('say_many("{count} line", lines, count)', [1]),
        ('text(say("Wrote")) + name', [1]),
        ('say("Wrote {file}", file=file)', []),
        ("say_many(counted.text, counted.plural, count)", []),
        ('text(say("a")), text(say("b"))', []),
    ],
)
def test_the_search_finds_what_cannot_be_translated(source: str, found: list[int]) -> None:
    assert said_badly(source) == found


def test_every_sentence_is_whole_where_it_is_said() -> None:
    programs = sorted((ROOT / "desktop").rglob("*.py"))
    bad = {str(path): lines for path in programs if (lines := said_badly(path.read_text(encoding="utf-8")))}
    assert bad == {}
