"""The two public nurse rostering competitions' formats: read as brigades of ours, and scored without us."""
