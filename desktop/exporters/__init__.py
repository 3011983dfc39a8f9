"""Renders a register or a report to a file. No database is known here; texts are in the language that is asked for."""
