"""Many brigades solved on many processes or machines; the rest of the program knows nothing of it."""
