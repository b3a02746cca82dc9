"""The solvers, each behind one door: CP-SAT, HiGHS, and the programs that are handed to them."""
