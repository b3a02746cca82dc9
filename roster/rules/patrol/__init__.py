"""The rules of the patrol plan: where each crew is at every minute of its shift."""
