"""The commands, one module each: read, call one thing, write. `COMMANDS` is the order in which help lists them."""

from roster.commands.audit import audit
from roster.commands.board import board
from roster.commands.check import check
from roster.commands.compare import compare
from roster.commands.completion import completion
from roster.commands.copy import copy
from roster.commands.diff_rules import diff_rules
from roster.commands.explain import explain
from roster.commands.export import export
from roster.commands.help import help_of
from roster.commands.history import history
from roster.commands.init import init
from roster.commands.month import month
from roster.commands.next import next_week
from roster.commands.plan import plan
from roster.commands.print import print_book
from roster.commands.province import province
from roster.commands.publish import publish
from roster.commands.reconcile import reconcile
from roster.commands.replan import replan
from roster.commands.rules import rules
from roster.commands.show import show
from roster.commands.solve import solve
from roster.commands.substitute import substitute
from roster.commands.swap import swap
from roster.commands.sweep import sweep
from roster.commands.verify import verify
from roster.commands.why import why
from roster.commands.worker import worker

COMMANDS = (
    next_week,
    solve,
    check,
    explain,
    why,
    diff_rules,
    sweep,
    init,
    verify,
    show,
    board,
    rules,
    plan,
    print_book,
    replan,
    substitute,
    swap,
    publish,
    history,
    month,
    audit,
    compare,
    export,
    reconcile,
    copy,
    province,
    worker,
    completion,
    help_of,
)
