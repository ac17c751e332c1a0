# make help tells what there is. On a fresh machine `make demo` and `make test` set up all they need.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
ARGS ?=
# Tests run in as many processes as there are cores; servers and faults share the machine with them.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench compose-test isolate lock docs audit clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## Play a whole committee election through the three services (ARGS=--once ends it afterwards)
	@$(RUN) -m demo $(ARGS)

test: $(VENV)/.installed-dev lint ## Lint, then every test (Chromium and faults included where the machine can)
	$(RUN) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: $(VENV)/.installed-dev ## ruff, mypy and the import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.installed-dev ## Let ruff put the code in form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.installed-dev ## Measure, and write docs/performance.md
	$(RUN) -m benchmarks $(ARGS)

compose-test: $(VENV)/.installed-dev ## Build the images, play the demo on the compose stack, take it down
	deploy/compose-test $(ARGS)

isolate: $(VENV)/.installed-dev ## Run each service's tests with the library alone beside it
	$(RUN) -m tests.isolate $(ARGS)

docs: $(VENV)/.installed-dev ## Write docs/events.md anew from the contracts
	$(RUN) -m shared.contracts.document > docs/events.md

lock: $(VENV)/.installed-dev ## Pin the dependency groups of pyproject.toml anew
	deploy/lock

audit: $(VENV)/.installed-dev ## Look the pinned packages up in the vulnerability databases
	$(VENV)/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

clean: ## Remove the virtual environment and the demo's data
	rm -rf $(VENV) .shequ

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Shequ needs Python 3.11 or newer; say which: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: install it (Debian: python3-venv)." >&2; exit 1; }

$(VENV)/.installed: requirements.lock | $(VENV)/bin/pip
	@echo "Installing what the platform needs (about a minute, once) …"
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/bin/pip
	@echo "Installing what the platform and its tests need (about a minute, once) …"
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.installed
