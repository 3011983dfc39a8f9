"""The use cases of deployments: planned, signed, extended, ended, costed, matched, tried, and what their service needs."""
