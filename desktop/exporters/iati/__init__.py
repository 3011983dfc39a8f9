"""Writes activity files of the IATI standard 2.03: values become XML; no database."""

from desktop.exporters.iati.file import Exported, write_iati

__all__ = ["Exported", "write_iati"]
