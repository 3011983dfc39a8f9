"""The use cases without a window. Exit status: 0 done, 1 the user's trouble (said on standard error), 2 wrong usage."""
