"""The life of deployments: planned, signed, extended, moved and ended, what they cost, and the invoices for it."""
