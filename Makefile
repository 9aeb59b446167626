# One command for each thing to do; `make` alone lists them. Set-up happens by itself, in .venv.

PYTHON ?= python3
CONFIG ?= config
BIN := .venv/bin
READY := .venv/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest -q
# A hanging test ends its worker: what the gentler method raises, asyncio swallows and C code never sees.
FAST := -m "not slow and not e2e" -n logical --timeout-method=thread
OURS := syndicator tests tools bench

ifdef CONTACT
export SYNDICATOR_CONTACT := $(CONTACT)
endif

.DEFAULT_GOAL := help
.PHONY: help setup run demo test e2e slow mutation check static format lint types contracts docs-check cover conformance bench docs feeds feeds-check lock clean

help: ## list the targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(READY) ## make .venv with the locked dependencies

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv"
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.version_info < (3, 11) and sys.exit("Python 3.11 is needed, this is " + v)'
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY) ## the daemon on CONFIG=config, with CONTACT=https://... when given
	@exec $(BIN)/syndicator --config $(CONFIG) run

demo: $(READY) ## a complete tour without network
	@exec $(BIN)/syndicator demo

test: $(READY) ## the fast suite, in random order
	@$(PYTEST) $(FAST) $(PYTEST_ARGS)

e2e: $(READY) ## the real program against a loopback upstream
	@$(PYTEST) -m "e2e and not slow" $(PYTEST_ARGS)

slow: $(READY) ## what takes longer than a few seconds
	@HYPOTHESIS_PROFILE=thorough $(PYTEST) -m slow --timeout=1800 $(PYTEST_ARGS)

mutation: $(READY) ## small faults in the code that decides: a test must notice each (half an hour; MUTANTS="*quota*")
	@$(BIN)/mutmut --version >/dev/null 2>&1 || $(PIP) install 'mutmut>=3.8,<4'
	@$(BIN)/python -m tools.mutation $(MUTANTS)

check: static cover feeds-check e2e ## everything that CI runs

static: format lint types contracts docs-check ## all checks that run no test

format: $(READY)
	@$(BIN)/ruff format --check $(OURS)

lint: $(READY)
	@$(BIN)/ruff check $(OURS)

types: $(READY)
	@$(BIN)/mypy

contracts: $(READY)
	@$(BIN)/lint-imports --no-logo

docs-check: $(READY)
	@$(BIN)/python -m tools.docs --check
	@$(BIN)/python -m tools.acceptance --check

cover: $(READY) ## the fast suite with coverage; pure modules must be reached whole
	@$(PYTEST) $(FAST) --cov --cov-report= $(PYTEST_ARGS)
	@$(BIN)/python -m tools.pure_coverage

conformance: $(READY) ## how far our validator agrees with the W3C's, as a table
	@$(BIN)/python -m tools.conformance

bench: $(READY) ## measure
	@$(BIN)/python -m bench $(BENCH_ARGS)

docs: $(READY) ## write the generated pages anew
	@$(BIN)/python -m tools.docs
	@$(BIN)/python -m tools.acceptance

feeds: $(READY) ## build feeds/ anew from config/
	@$(BIN)/python -m tools.feeds

feeds-check: $(READY)
	@$(BIN)/python -m tools.feeds --check

lock: $(READY) ## write requirements.lock anew from pyproject.toml
	@$(BIN)/python -m piptools --version >/dev/null 2>&1 || $(PIP) install pip-tools
	@$(BIN)/python -m piptools compile --quiet --generate-hashes --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --no-emit-options --strip-extras --extra dev --allow-unsafe \
		-o requirements.lock pyproject.toml
	@sed -i '1i # Made by `make lock` from pyproject.toml; do not edit.' requirements.lock

clean: ## remove what was made here, except var/
	@rm -rf .venv build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
