# Everything that a person or a machine does with this checkout. Needs make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help run test unit fuzz lint bench dist samples lock clean

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes
ARGS ?=

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/run.stamp ## start the server and print its address (HOST=…, PORT=…)
	@exec $(BIN)/python -m app serve $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT)) $(ARGS)

test: $(VENV)/dev.stamp ## the whole suite, in a real Chromium too (ARGS=… for pytest)
	@$(BIN)/python -m pytest -m "not browser" $(ARGS)
	@chromium=$$($(BIN)/python -m tools.chromium) && TEST_CHROMIUM="$$chromium" $(BIN)/python -m pytest -m browser $(ARGS)

unit: $(VENV)/dev.stamp ## everything that needs no browser
	@$(BIN)/python -m pytest -m "not browser" $(ARGS)

fuzz: $(VENV)/dev.stamp ## the readers' property tests with very many examples (FUZZ=30 times as many)
	@FUZZ=$(or $(FUZZ),30) $(BIN)/python -m pytest -m hypothesis tests/reading tests/model tests/dump tests/analysis $(ARGS)

lint: $(VENV)/dev.stamp ## ruff, mypy and the layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/dev.stamp ## the speed goals, as ratios within one run
	@$(BIN)/python -m tests.bench $(ARGS)

dist: $(VENV)/dev.stamp ## wheel and source archive in dist/
	@$(BIN)/python -m build --no-isolation --outdir dist .

samples: $(VENV)/dev.stamp ## make sample_pki/ anew from tests/data
	@$(BIN)/python -m tools.make_samples

lock: $(VENV)/dev.stamp ## pin the newest versions of everything
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet pip-tools
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --output-file requirements.lock pyproject.toml
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --upgrade --output-file requirements-dev.lock requirements-dev.in

clean: ## remove what make has made
	rm -rf $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(VENV)/pyvenv.cfg:
	@PYTHON="$(PYTHON)" sh tools/make-venv.sh $(VENV)

$(VENV)/run.stamp: requirements.lock | $(VENV)/pyvenv.cfg
	@echo "Installing what kubepki needs into $(VENV), once …"
	@$(INSTALL) -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/pyvenv.cfg
	@echo "Installing what the tests and linters need into $(VENV), once …"
	@$(INSTALL) -r requirements-dev.lock
	@touch $@
