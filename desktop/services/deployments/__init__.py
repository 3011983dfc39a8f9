"""The use cases of deployments: planned, signed, extended, ended, costed, matched and tried; what service needs."""
