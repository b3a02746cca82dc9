"""`python -m roster` is the command `roster`."""

from roster.start import main

if __name__ == "__main__":  # processes of its own load it as well
    main()
