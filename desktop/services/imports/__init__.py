"""Bringing files into an office, in two steps: plan, shown to the user, then apply, which can be undone."""

from desktop.services.imports.batch import ImportPlan, apply_import, undo_import
from desktop.services.imports.iati import plan_iati
from desktop.services.imports.kept import save_file
from desktop.services.imports.ledger import plan_ledger
from desktop.services.imports.rates import plan_rates

__all__ = ["ImportPlan", "apply_import", "plan_iati", "plan_ledger", "plan_rates", "save_file", "undo_import"]
