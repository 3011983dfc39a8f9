"""Fills an office's own workbook: values and repeated rows go into its cells, all else stays as it is."""
