"""Many brigades at once: the commands of a province, one module for those that watch and one for each other."""

from roster.commands import province_loans, province_solve, province_watch
from roster.commands.province_group import province

__all__ = ["province", "province_loans", "province_solve", "province_watch"]
