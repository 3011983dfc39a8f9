"""Finds the table in a workbook, and which of its columns holds what."""

from desktop.importers.recognising.layouts import headings_of, lay_out, rank_kinds, recognise
from desktop.importers.recognising.names import fields_of

__all__ = ["fields_of", "headings_of", "lay_out", "rank_kinds", "recognise"]
