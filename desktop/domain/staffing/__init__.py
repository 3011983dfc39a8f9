"""Deployments of volunteers: who serves when, for how long, and what it costs; plain values and pure functions."""
