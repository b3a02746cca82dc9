"""The rules of the roster: who serves when, in which crew, with which cover."""
