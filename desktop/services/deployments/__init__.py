"""Planning, signing and ending deployments, and what is worked out of them; one module for each area."""
