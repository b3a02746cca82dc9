"""The commands, one module each: read, call one thing, write. `COMMANDS` is the order in which help lists them."""

from roster.commands.check import check
from roster.commands.explain import explain
from roster.commands.init import init
from roster.commands.rules import rules
from roster.commands.solve import solve
from roster.commands.verify import verify

COMMANDS = (solve, check, explain, init, verify, rules)
