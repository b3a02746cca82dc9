"""Other ways to make the same rosters, to compare with: plain CP-SAT, HiGHS, Timefold."""
