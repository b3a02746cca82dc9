"""What works on one model, each on threads of its own: CP-SAT, HiGHS, neighbourhoods, columns."""
