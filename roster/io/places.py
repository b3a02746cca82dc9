"""Where paths lead, told without touching what nobody named: other machines, and names that no system can keep."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath

from roster.i18n import _

RESERVED = frozenset(
    [
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"),
    ]
)
"""Names that Windows keeps for devices, whatever their ending."""
WINDOWS_SIGNS = frozenset('<>:"|?*')
SURROGATES = range(0xD800, 0xE000)


def real(path: Path) -> Path:
    """Where a path leads, links followed; one whose links go round in a circle leads to itself."""
    return Path(os.path.realpath(path))


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; a name that no system can keep is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_remote(name: str) -> bool:
    r"""Whether a path names another machine, as `\\host\share` or `//host/share`: to look for it tells it who asks."""
    return name.lstrip()[:2] in ("\\\\", "//", "\\/", "/\\") or PureWindowsPath(name).drive.startswith("\\\\")


def is_relative(name: str) -> bool:
    """Whether a name leads on from the folder in which it stands, on every system."""
    windows = PureWindowsPath(name)
    return not (windows.drive or windows.root or PurePosixPath(name).is_absolute() or "\0" in name)


def is_text(name: str) -> bool:
    """Whether a name is text: without NUL, and without what stands for bytes that are none."""
    return "\0" not in name and not any(ord(sign) in SURROGATES for sign in name)


def name_fault(path: Path) -> str:
    """Why a file of this name cannot be written where others must read it; empty where it can."""
    if not is_text(str(path)):
        return _("its name is not text")
    for part in path.parts:
        if part in (path.anchor, ".", ".."):
            continue
        if part.split(".")[0].strip().casefold() in RESERVED:
            return _("Windows keeps the name {name} for itself").format(name=part)
        if part.endswith((".", " ")):
            return _("the name '{name}' ends in a dot or a blank").format(name=part)
        if os.name == "nt" and WINDOWS_SIGNS & set(part):
            return _("the name '{name}' has a sign that Windows does not allow").format(name=part)
        if any(ord(sign) < 0x20 for sign in part):
            return _("its name has a control character")
    return ""
