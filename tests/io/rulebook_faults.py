"""The faults of a rulebook that a test writes."""

from __future__ import annotations

import pytest

from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook


def faults(tmp_path, text: str | bytes, name: str = "my.yaml") -> list[str]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as error:
        load_rulebook([path])
    return [str(fault) for fault in error.value.faults]
