"""What tests of crews lent have in common."""

from __future__ import annotations

import pytest

from roster.province.run_folder import RunFolder
from tests.province.lent import EVENTS, FAIR, LENT, LOANS, WAYS, province, solved


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    tables = {"events": EVENTS + FAIR, "ways": WAYS, "loans": LOANS + LENT}
    return solved(province(tmp_path_factory.mktemp("lent"), **tables))[0]
