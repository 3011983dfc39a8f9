"""The window. Talks to services alone; the only package, with `app`, that knows Qt."""
