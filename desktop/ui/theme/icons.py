"""One set of icons (Lucide), drawn in the ink of the theme; those with a direction are mirrored in Arabic."""

from __future__ import annotations

import functools
import json
from enum import StrEnum

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QScreen, QTransform
from PySide6.QtSvg import QSvgRenderer

from desktop.config import paths

LINE = "1.75"


class Icon(StrEnum):
    """What an icon stands for here, and the name it has in the set (see resources/icons/names.txt)."""

    HOME = "house"
    GRANTS = "hand-coins"
    BUDGETS = "table-2"
    LEDGER = "book-open-text"
    REPORTS = "file-check-corner"
    PROJECTS = "folder-tree"
    DEPLOYMENTS = "users"
    RESULTS = "target"
    ORGANISATIONS = "building-complex"
    AGREEMENTS = "file-pen-line"
    RATES = "arrow-left-right"
    INSTALMENTS = "banknote"
    RULES = "book-bookmark"
    AMENDMENTS = "file-diff"
    SPLIT = "split"
    OBLIGATIONS = "handshake"
    CONTACTS = "contact"
    DOCUMENTS = "paperclip"
    WAIVED = "badge-check"
    SCENARIO = "flask-round"
    UNLOCKED = "lock-open"
    IMPORTS = "file-input"
    CHECKS = "list-checks"
    HISTORY = "rotate-ccw-clock"
    SETTINGS = "settings"
    SEARCH = "search"
    UNDO = "undo-2"
    REDO = "redo-2"
    BACK = "arrow-left"
    FORWARD = "arrow-right"
    HELP = "circle-question-mark"
    NEW = "plus"
    EDIT = "pencil"
    DELETE = "trash"
    CLOSE = "x"
    COLUMNS = "columns-3"
    EXCEL = "file-spreadsheet"
    PRINT = "printer"
    COPY = "copy"
    CALENDAR = "calendar"
    REVERSAL = "rotate-ccw"
    ERROR = "circle-x"
    SERIOUS = "octagon-alert"
    WARNING = "triangle-alert"
    INFORMATION = "info"
    DONE = "circle-check"
    CHECK = "check"
    PROOF = "scale"
    SAMPLE = "flask-conical"
    LOCKED = "lock"
    SORT_UP = "arrow-up"
    SORT_DOWN = "arrow-down"
    DATABASE = "database"
    OFFICE = "file-lock"
    FOLDER = "folder-open"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_DOWN = "chevron-down"
    SWITCH = "chevrons-up-down"
    SIDEBAR = "panel-left"
    BACKUP = "hard-drive"
    SAME = "equal"
    CONFLICT = "git-compare-arrows"
    STEP_HERE = "circle-dot"
    STEP_AHEAD = "circle"
    PASTE = "clipboard-paste"
    GRIP = "grip-vertical"
    STOP = "circle-stop"
    SIREN = "siren"
    SIGN = "signature"
    WHAT_IF = "git-compare"
    MORE = "ellipsis"


_MIRRORED = frozenset(
    {Icon.LEDGER, Icon.UNDO, Icon.REDO, Icon.BACK, Icon.FORWARD, Icon.REVERSAL, Icon.CHEVRON_RIGHT, Icon.SIDEBAR}
)


@functools.cache
def _drawings() -> dict[str, str]:
    """The drawings by name; made from the icon package when the project is set up or packed."""
    content = (paths.resources() / "icons" / "lucide.json").read_text(encoding="utf-8")
    return dict(json.loads(content))


@functools.lru_cache(maxsize=512)
def _draw(name: Icon, color: str, size: int, ratio: float, mirrored: bool) -> QPixmap:  # noqa: FBT001 - a cache key
    svg = _drawings()[name].replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{LINE}"')
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, drawn.width(), drawn.height()))
    painter.end()
    if mirrored:
        drawn = drawn.transformed(QTransform.fromScale(-1, 1))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def pixmap(name: Icon, color: str, *, size: int = 16) -> QPixmap:
    """The icon in `color`, `size` pixels wide, sharp on this screen."""
    screen: QScreen | None = QGuiApplication.primaryScreen()
    ratio = 1.0 if screen is None else screen.devicePixelRatio()
    right_to_left = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return _draw(name, color, size, ratio, right_to_left and name in _MIRRORED)


def icon(name: Icon, color: str, *, disabled: str = "", size: int = 16) -> QIcon:
    """The icon for a button, with its disabled ink."""
    made = QIcon(pixmap(name, color, size=size))
    if disabled:
        made.addPixmap(pixmap(name, disabled, size=size), QIcon.Mode.Disabled)
    return made
