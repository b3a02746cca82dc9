"""What a test may change: a brigade, in the two forms of its files, and a workbook as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roster import i18n
from tests.io.brigade_files import Brigade, Form, example
from tests.io.edited_week import Edited


@pytest.fixture
def brigade() -> Brigade:
    return example()


@pytest.fixture(params=["csv", "xlsx"])
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    return Form(tmp_path, request.param == "xlsx")


@pytest.fixture
def week(tmp_path: Path) -> Edited:
    return Edited(tmp_path)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    i18n.set_language("en")
