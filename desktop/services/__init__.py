"""The use cases, by area. A service opens the unit of work, does one thing, commits once and names it; only services
commit. Window and command line call nothing else.
"""
