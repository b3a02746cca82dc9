"""`python -m roster` is the command `roster`."""

from roster.start import main

main()
