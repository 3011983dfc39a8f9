"""Tables for every list but the ledger: an engine that rehearses each row by the rules of the forms."""

from desktop.services.imports.lists.engine import apply, preview

__all__ = ["apply", "preview"]
