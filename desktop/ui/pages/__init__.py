"""The pages of the window. Each shows one place of the program and reads what it shows off the window's thread."""
