"""Bringing files into an office, in two steps: plan, shown to the user, then apply, which can be undone."""

from desktop.importers.book import Book, FileKind, Sheet
from desktop.importers.column_values import Style
from desktop.importers.fields import Field
from desktop.importers.layout import Guess, Layout, Left, SheetMapping, TotalCheck
from desktop.importers.values import possible_styles
from desktop.services.imports.batch import ImportPlan, apply_import, undo_import
from desktop.services.imports.iati import plan_iati
from desktop.services.imports.kept import save_file
from desktop.services.imports.preview import (
    CHOOSABLE,
    STATUS_NAMES,
    TAKEN,
    Draft,
    Options,
    Preview,
    PreviewRow,
    RowProblem,
    Status,
)
from desktop.services.imports.rates import plan_rates

__all__ = [
    "CHOOSABLE",
    "STATUS_NAMES",
    "TAKEN",
    "Book",
    "Draft",
    "Field",
    "FileKind",
    "Guess",
    "ImportPlan",
    "Layout",
    "Left",
    "Options",
    "Preview",
    "PreviewRow",
    "RowProblem",
    "Sheet",
    "SheetMapping",
    "Status",
    "Style",
    "TotalCheck",
    "apply_import",
    "plan_iati",
    "plan_rates",
    "possible_styles",
    "save_file",
    "undo_import",
]
