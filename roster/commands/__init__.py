"""The commands, one module each: read, call one thing, write. `COMMANDS` is the order in which help lists them."""

from roster.commands.check import check
from roster.commands.init import init
from roster.commands.plan import plan
from roster.commands.rules import rules
from roster.commands.solve import solve
from roster.commands.verify import verify

COMMANDS = (solve, check, init, verify, plan, rules)
