# Two commands do everything on a fresh machine with Python 3.11+: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test lint heavy mutants bench golden clean

demo: $(VENV)/.installed  ## the main job on bundled data; ends by naming the files that it wrote
	@$(BIN)/co2label demo -o demo-out

test: lint  ## lint, types, floors, tests on all cores
	$(BIN)/pytest -q -n auto

lint: $(VENV)/.tested
	$(BIN)/ruff check co2label docs tests tools
	$(BIN)/ruff format --check co2label docs tests tools
	$(BIN)/mypy
	$(BIN)/lint-imports

heavy: $(VENV)/.tested  ## what takes minutes: new cases by a seed that is said, a real Spark, large systems against another engine, many kills
	@$(BIN)/python -m pip install -q --group heavy
	$(BIN)/pytest -q tests/heavy

mutants: $(VENV)/.tested  ## changes of one token in the rooms that count, which tests should notice; hours, or ROOMS="figures units" SAMPLE=200 JOBS=1
	@$(BIN)/python -m pip install -q --group mutants
	$(BIN)/python tools/mutants.py $(ROOMS) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(JOBS),--jobs $(JOBS)) $(if $(ONLY),--only "$(ONLY)") $(if $(AGAIN),--again) $(if $(TESTS),--tests $(TESTS))

bench: $(VENV)/.tested  ## speed, as ratios against a named reference in the same run
	$(BIN)/python -m pip install -q --group bench
	$(BIN)/pytest -q -s tests/bench

golden: $(VENV)/.tested  ## draw the golden pictures anew; look at them before you commit them
	$(BIN)/python tests/golden/regenerate.py

$(VENV)/.installed: pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute)…"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q "pip>=25.1"
	@$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@$(BIN)/python -m pip install -q --group test --group lca
	@if command -v npm >/dev/null; then npm install --silent --prefix tests/node; fi
	@touch $@

clean:
	rm -rf $(VENV) demo-out mutants tests/node/node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
