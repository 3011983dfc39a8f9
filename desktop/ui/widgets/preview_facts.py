"""What the rail beside an import preview says of the whole sheet: its own totals, how it was read, what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.finding import Problem
from desktop.domain.money import MINOR_UNITS
from desktop.language import Language, Message, say, say_many
from desktop.registers import REGISTERS
from desktop.registers.register import Kind
from desktop.services.imports import Draft, Left, Preview, Style, TotalCheck
from desktop.ui.models.preview_cells import short_address
from desktop.ui.theme import Icon, Palette, TextStyle, pixmap
from desktop.ui.widgets.basics import ElidedLabel, Ink, button, flush_right, hairline, label, row
from desktop.ui.widgets.column_card import STYLE_NAMES
from desktop.ui.widgets.tick_box import TickBox

_CHECKS = 8
_NAMES = 12  # missing records that are named
_LEFT = {
    Left.TOTAL: lambda n: say_many("{count} total", "{count} totals", count=n),
    Left.BLANK: lambda n: say_many("{count} blank row", "{count} blank rows", count=n),
    Left.HEADING: lambda n: say_many("{count} heading", "{count} headings", count=n),
    Left.TAGS: lambda n: say_many("{count} row of tags", "{count} rows of tags", count=n),
    Left.NOTE: lambda n: say_many("{count} note", "{count} notes", count=n),
}


def part(title: str, *inside: QWidget, action: QWidget | None = None) -> QWidget:
    """A heading with what stands below it."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    head = label(title, TextStyle.STRONG)
    layout.addLayout(row(head) if action is None else row(head, None, action))
    for widget in inside:
        layout.addWidget(widget)
    return holder


def signed(text: str, name: Icon, ink: Ink, palette: Palette, *, style: TextStyle = TextStyle.SMALL) -> QWidget:
    """A sentence with its sign at the height of its first line."""
    sign = QLabel()
    sign.setPixmap(pixmap(name, palette.color(ink or "text_secondary").name(), size=14))
    holder = QWidget()
    layout = row(sign, label(text, style, wraps=True), spacing=8)
    layout.setStretch(1, 1)
    layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    sign.setContentsMargins(0, 3, 0, 0)
    holder.setLayout(layout)
    return holder


def band(tone: str, *inside: QWidget) -> QWidget:
    """What must not be missed, on a soft ground."""
    frame = QFrame()
    frame.setObjectName("band")
    frame.setProperty("tone", tone)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(10, 8, 10, 8)
    layout.setSpacing(6)
    for widget in inside:
        layout.addWidget(widget)
    return frame


# --- totals -----------------------------------------------------------------------------------------------------------


def _places(check: TotalCheck) -> int:
    """The decimals of a check: those of its currency; of money without one two, where it has any."""
    amounts = (check.stated, check.summed)
    held = max(0, *(-int(amount.normalize().as_tuple().exponent) for amount in amounts))
    return max(MINOR_UNITS.get(check.currency, 2 if held else 0), held)


def shown_checks(checks: Sequence[TotalCheck]) -> list[TotalCheck]:
    """All where there is room; else those of the whole table, then others that differ."""
    if len(checks) <= _CHECKS:
        return list(checks)
    telling = [check for check in checks if check.grand] + [
        check for check in checks if check.differs and not check.grand
    ]
    return (telling or list(checks))[:_CHECKS]


def totals_part(language: Language, palette: Palette, draft: Draft, checks: Sequence[TotalCheck]) -> QWidget:
    """The totals that the workbook states beside what its lines make; what differs is said in words."""
    shown = shown_checks(checks)
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(0)
    for place, head in enumerate((say("Its lines"), say("Its total"), say("Differs")), start=1):
        grid.addWidget(label(language.text(head), TextStyle.SMALL, ink="muted"), 0, place, flush_right())
    for line, (check, name) in enumerate(zip(shown, check_names(shown), strict=True)):
        grid.addWidget(hairline(), 2 * line + 1, 0, 1, 4)
        _add_check(grid, 2 * line + 2, check, name, language)
    grid.setColumnStretch(0, 1)
    table = QWidget()
    table.setLayout(grid)
    wrong = [check for check in shown if check.differs]
    bands = []
    if wrong:
        told = [language.text(_difference(draft, check)) for check in wrong]
        sentences = [signed(text, Icon.WARNING, "warning", palette) for text in told]
        lines_win = label(
            language.text(say("GrantDesk imports the lines, not the total.")), TextStyle.SMALL, wraps=True
        )
        bands.append(band("warning", *sentences[:3], lines_win))
    return part(language.text(say("Against the workbook’s own totals")), table, *bands)


def _check_name(checks: Sequence[TotalCheck], check: TotalCheck) -> str:
    """By its column where there are several, by its currency where there are several; by either where there is one."""
    headers, currencies = {each.header for each in checks}, {each.currency for each in checks}
    parts = [check.header] if len(headers) > 1 or not check.currency else []
    parts += [check.currency] if check.currency and (len(currencies) > 1 or not parts) else []
    return " · ".join(parts)


def check_names(checks: Sequence[TotalCheck]) -> list[str]:
    """The name of each; where some are called alike, totals of parts have their cells before it, where none is cut."""
    names = [_check_name(checks, check) for check in checks]
    count = Counter(names)
    cells = ["" if check.grand else check.where.rpartition("!")[2] for check in checks]
    return [f"{cell} · {name}" if cell and count[name] > 1 else name for cell, name in zip(cells, names, strict=True)]


def _add_check(grid: QGridLayout, line: int, check: TotalCheck, name: str, language: Language) -> None:
    grid.setRowMinimumHeight(line, 28)
    grid.addWidget(ElidedLabel(name, TextStyle.SMALL), line, 0)
    for place, amount in enumerate((check.summed, check.stated, abs(check.differs)), start=1):
        text = language.number(amount, decimals=_places(check))
        ink: Ink = "" if place < 3 else "warning" if check.differs else "positive"
        style = TextStyle.CAPTION_STRONG if place == 3 and check.differs else TextStyle.SMALL
        grid.addWidget(label(text, style, ink=ink), line, place, flush_right())


def _difference(draft: Draft, check: TotalCheck) -> Message:
    cell = short_address(draft, check.row, check.column)
    amount = abs(check.differs)
    shown = amount.quantize(Decimal(1).scaleb(-_places(check)))
    if check.differs < 0:
        return say("The total in cell {cell} is {amount} less than its lines make.", cell=cell, amount=shown)
    return say("The total in cell {cell} is {amount} more than its lines make.", cell=cell, amount=shown)


# --- how it was read --------------------------------------------------------------------------------------------------


def _facts(pairs: Sequence[tuple[str, str, Ink]]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    for line, (name, value, ink) in enumerate(pairs):
        grid.addWidget(label(name, TextStyle.SMALL, ink="secondary"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, TextStyle.SMALL, ink=ink, wraps=True), line, 1)
    grid.setColumnStretch(1, 1)
    holder = QWidget()
    holder.setLayout(grid)
    return holder


def values_part(language: Language, palette: Palette, preview: Preview, *, on_change: Callable[[], object]) -> QWidget:
    """By which style numbers and dates were read, and which rows were left out."""
    change = button(language.text(say("Change…")), kind="link", palette=palette, on_click=on_change)
    pairs = _style_pairs(language, preview)
    left = Counter(preview.draft.layout.left.values())
    if left:
        parts = [_LEFT[why](count) for why, count in sorted(left.items()) if why in _LEFT]
        pairs.append((language.text(say("Left out")), language.value(parts), ""))
    notes = dict.fromkeys([*preview.draft.book.notes, *preview.draft.layout.notes, *preview.notes])
    if not pairs:
        notes = {say("Texts and codes, as they stand."): None, **notes}
    told = [label(language.text(note), TextStyle.SMALL, ink="secondary", wraps=True) for note in notes]
    return part(language.text(say("How the values were read")), _facts(pairs), *told, action=change)


def _style_pairs(language: Language, preview: Preview) -> list[tuple[str, str, Ink]]:
    """One line for all numbers and one for all dates where the same was found; else a line for each."""
    groups: dict[bool, dict[str, tuple[str, Ink]]] = {False: {}, True: {}}
    chosen = preview.draft.mapping.styles
    for key, style in preview.styles.items():
        try:
            field = preview.draft.field(key)
        except KeyError:
            continue
        ink: Ink = "warning" if style.open else ""
        how = _how(language, style, chosen=key in chosen)
        groups[field.kind in (Kind.DATE, Kind.INSTANT)][language.text(field.label)] = how, ink
    pairs: list[tuple[str, str, Ink]] = []
    for dates, told in groups.items():
        alike = language.text(say("Dates") if dates else say("Numbers"))
        named = {alike: next(iter(told.values()))} if len(set(told.values())) == 1 else told
        pairs += [(name, how, ink) for name, (how, ink) in named.items()]
    return pairs


def _how(language: Language, style: Style, *, chosen: bool) -> str:
    """In which style values were read, and why; who chose it sees which one that was."""
    evidence = language.text(style.evidence)
    if not chosen or not style.code:
        return evidence
    name = STYLE_NAMES.get(style.code)
    return language.beside(style.code if name is None else language.text(name), evidence)


# --- what lacks -------------------------------------------------------------------------------------------------------


def names_what_lacks(preview: Preview) -> bool:
    """Whether a row names a record of another list that is not there."""
    references = {field.key for field in preview.draft.fields if field.target}
    return any(each.field in references for each in preview.problems)


def missing_part(
    language: Language, palette: Palette, preview: Preview, *, on_toggle: Callable[[bool], object]
) -> QWidget:
    """The records that the sheet names and the office lacks, and a tick that makes them."""
    box = TickBox(language.text(say("Create what the office lacks")), palette=palette)
    box.setChecked(preview.options.create_missing)
    box.toggled.connect(on_toggle)
    told: list[QWidget] = []
    by_register: dict[str, list[str]] = {}
    for register, name in preview.missing:
        by_register.setdefault(register, []).append(name)
    for register, names in by_register.items():
        counted = REGISTERS[register].count(len(names)) if register in REGISTERS else say("{name}", name=register)
        shown = language.comma.join(names[:_NAMES]) + ("…" if len(names) > _NAMES else "")
        text = language.text(say("{what}: {names}", what=counted, names=shown))
        told.append(label(text, TextStyle.SMALL, ink="secondary", wraps=True))
    return part(language.text(say("Not in the office yet")), *told, box)


def refused_part(language: Language, palette: Palette, refused: Sequence[Problem]) -> QWidget:
    """Why nothing at all can come in."""
    told = [
        signed(language.join((problem.sentence, problem.fix)), Icon.ERROR, "negative", palette) for problem in refused
    ]
    return band("negative", *told)
