"""Why no roster exists, what binds where people are short, and what would cure it: over the Python interface."""
