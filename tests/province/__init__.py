"""Many brigades at once."""
