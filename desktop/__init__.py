"""GrantDesk: agreements, money, people and results of an aid office in one program."""

__version__ = "0.1.0"
