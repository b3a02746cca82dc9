"""Where the program starts: from its first moment a request to end is answered by a sentence and an exit code."""

import os
import signal
import sys
import time
from types import FrameType

BEGAN = time.monotonic()
SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")  # the last one is Windows' Ctrl-Break


def main() -> None:
    """The command line as a program of its own."""
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    from roster import cli
    from roster.domain import ending, started

    started.mark(BEGAN)

    shown = sys.unraisablehook
    sys.unraisablehook = lambda unraisable: None if ending.raise_again(unraisable) else shown(unraisable)
    try:
        code = cli.command()
    except BaseException as error:
        if not isinstance(error, KeyboardInterrupt):
            raise
        _end(signal.SIGINT)
    ending.ignore()
    if ending.raised():  # searches may still run on their threads: nobody waits for them
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    sys.exit(code)


def _end(number: int, frame: FrameType | None = None) -> None:
    """End while the program is being loaded: nothing more may be, and no language is known yet."""
    os.write(2, b"\nstopped; nothing was written\n")
    os._exit(128 + (number if number in (signal.SIGINT, signal.SIGTERM) else signal.SIGINT))
