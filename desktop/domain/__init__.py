"""The rules of the field in plain Python: no database, no window, no files."""
