"""Donor reports as values: figures, how each is made, and which entries stand behind it. Nothing is rendered here."""
