"""A report to Excel: live formulas with their values over a sheet that lists every entry summed, and a proof that must
read zero.

`lines` says what stands on the main sheet, row by row; `formulas` what each figure is in Excel; `main_sheet`,
`trace_sheet` and `annex_sheet` write; `workbook` puts all together.
"""

from desktop.exporters.report_workbook.workbook import write_report

__all__ = ["write_report"]
