"""The pieces pages and dialogs are made of."""
