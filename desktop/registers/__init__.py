"""Every list of the program, declared once. Table page, filters, totals, search, forms, exports and the command line
are generic code over these declarations; a new column is one line here.
"""

from desktop.registers.catalog import REGISTERS, find_register

__all__ = ["REGISTERS", "find_register"]
