"""What the IATI standard 2.03 asks of an activity file, beyond any one way to read or write it."""
