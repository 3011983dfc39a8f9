"""The financial report of EU grant contracts (Annex VI)."""
