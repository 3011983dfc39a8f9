"""Marks what is wrong in a copy of a user's own workbook: part by part, so that all else stays as it is."""
