# Two commands: `make roster` solves the bundled week, `make test` runs every check. Both make the environment first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: roster test quarter clean

roster: .venv/ready
	$(BIN)/roster solve inputs/hancheng

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 2 --dist worksteal

quarter: .venv/ready
	$(BIN)/python -m benchmarks.quarter

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

clean:
	rm -rf .venv
