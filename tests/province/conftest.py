"""What tests of crews lent have in common."""

from __future__ import annotations

import pytest

from roster.province.run_folder import RunFolder
from tests.province.lent import EVENTS, FAIR, LOANS, WAYS, province, solved


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    tables = {"events": EVENTS + FAIR, "ways": WAYS, "loans": LOANS + "west,east,walk,2026-11-03,A,1\n"}
    return solved(province(tmp_path_factory.mktemp("lent"), **tables))[0]
