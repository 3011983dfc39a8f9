"""What a template of a funder may call: names, tables, and how they are written."""
