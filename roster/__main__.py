"""`python -m roster` is the command `roster`."""

from roster.cli import main

main()
