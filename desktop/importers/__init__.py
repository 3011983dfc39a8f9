"""Reads files that others made: rows and problems come out, nothing is written and no database is known here."""
