"""The sign of a finding by how much it matters, and its ink: the same wherever findings are told."""

from __future__ import annotations

from typing import Final

from desktop.domain.finding import Severity
from desktop.ui.theme import Icon
from desktop.ui.widgets.basics import Ink

SEVERITY_SIGNS: Final[dict[Severity, tuple[Icon, Ink]]] = {
    Severity.ERROR: (Icon.SERIOUS, "negative"),
    Severity.WARNING: (Icon.WARNING, "warning"),
    Severity.NOTE: (Icon.INFORMATION, "accent"),
}
