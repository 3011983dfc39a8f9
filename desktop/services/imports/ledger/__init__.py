"""Extracts of a ledger: an engine that works by column, for a million rows."""

from desktop.services.imports.ledger.engine import apply, preview

__all__ = ["apply", "preview"]
