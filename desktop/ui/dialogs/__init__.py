"""What floats over a page and asks something."""
