# Every command a person or CI runs. `make help` lists them; README.md tells the story.

.DEFAULT_GOAL := help
.PHONY: help install run test browser chaos pictures check bench soak migrate fmt lock lint types architecture
# Two goals at once must never build one .venv at the same time.
.NOTPARALLEL:

# Python 3.11: the one named so, else a python3 that is one. Overridable: make install PYTHON=/path/to/python
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# How many tests run at a time: one for each processor, at most eight. Serially: make test WORKERS=0
WORKERS ?= logical
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- the environment: two stamps, so that `make run` need not wait for the tools of development

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Baton needs Python 3.11: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runs: requirements.lock .venv/made
	$(PIP_INSTALL) -r requirements.lock
	@touch $@

.venv/develops: requirements-dev.lock .venv/runs
	$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@

install: .venv/develops ## Make .venv with everything for running and developing

# ---- running

run: .venv/runs ## Start Baton; without Slack tokens, the demo with a Slack of its own
	@exec $(BIN)/python app.py

migrate: .venv/runs ## Bring the database to the newest schema
	@exec $(BIN)/python app.py migrate

# ---- developing

# Each test's database is gone with it: kept in memory where 4 GiB of that are free, for a disk that others use, too,
# may stand still for longer than a person waits.
FREE := $(shell awk '/MemAvailable/ {print $$2}' /proc/meminfo 2>/dev/null)
test: export PYTEST_DEBUG_TEMPROOT := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4194304 && 0$(FREE) > 4194304 {print $$6}')
test: .venv/develops ## Run every test that needs no other program
	$(BIN)/python -m pytest -m "not browser" --numprocesses $(WORKERS) --maxprocesses 8 --dist worksteal

browser: .venv/develops ## Run the tests that drive a page; they need Chromium
	$(BIN)/python -m pytest -m browser

chaos: MINUTES ?= 10
chaos: .venv/develops ## Let everything fail at once: MINUTES=10 SEED=7, another seed each time without one
	@$(BIN)/python -m tests.chaos --minutes $(MINUTES) $(addprefix --seed ,$(SEED))

pictures: .venv/develops ## Take the pictures of docs/*.md anew; they need Chromium
	$(BIN)/python -m docs.pictures

lint: .venv/develops
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/develops
	$(BIN)/mypy

architecture: .venv/develops
	$(BIN)/lint-imports
	$(BIN)/deptry .

check: lint types architecture test ## Lint, types, architecture and tests

bench: .venv/develops ## Print the tables of docs/benchmarks.md
	$(BIN)/python -m benchmarks

soak: .venv/develops ## Let MINUTES of tenfold load come, by a SEED, and look for what grows
	$(BIN)/python -m benchmarks --only soak --minutes $(or $(MINUTES),20) --seed $(or $(SEED),1)

fmt: .venv/develops ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: .venv/develops ## Resolve the newest dependencies into both lock files
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url pyproject.toml --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url pyproject.toml --group dev \
		--constraint requirements.lock --output-file requirements-dev.lock
