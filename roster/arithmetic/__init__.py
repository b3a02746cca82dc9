"""What no search can mend: supply against demand by necessary conditions, without a solver."""
