# Plain make and sh; needs python3 (3.11, with venv). `make help` lists what there is.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8080
export HOST PORT

RUN = .venv
DEV = .venv-dev
PIP = -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
COMPILE = $(DEV)/bin/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links

.PHONY: help run test lint types imports lock bench docker-lint clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: $(RUN)/installed ## install what serving needs, start the service, score a sample, keep serving
	@exec $(RUN)/bin/python -m service.demo

test: $(DEV)/installed ## install what the tests need and run them
	@$(DEV)/bin/python -m pytest

lint: $(DEV)/installed ## ruff: lint and format
	@$(DEV)/bin/python -m ruff check . && $(DEV)/bin/python -m ruff format --check .

types: $(DEV)/installed ## mypy
	@$(DEV)/bin/python -m mypy

imports: $(DEV)/installed ## the import rules
	@$(DEV)/bin/lint-imports

docker-lint: $(DEV)/installed ## hadolint
	@$(DEV)/bin/hadolint Dockerfile

bench: $(DEV)/installed ## measure, and write tests/benchmarks/RESULTS.md
	@$(DEV)/bin/python -m tests.benchmarks

lock: $(DEV)/installed ## pin the newest versions that setup.cfg allows (needs the package index)
	$(COMPILE) --upgrade -o requirements.lock setup.cfg
	$(COMPILE) --upgrade --extra postgres -c requirements.lock -o requirements-postgres.lock setup.cfg
	$(COMPILE) --upgrade --extra dev --extra training --extra postgres -c requirements.lock \
		-o requirements-dev.lock setup.cfg
	touch $(DEV)/installed

clean: ## remove the virtual environments and the embedded database
	rm -rf $(RUN) $(DEV) instance

$(RUN)/installed: requirements.lock
	@$(MAKE) -s VENV=$(RUN) LOCK=requirements.lock install

$(DEV)/installed: requirements-dev.lock
	@$(MAKE) -s VENV=$(DEV) LOCK=requirements-dev.lock install

.PHONY: install
install:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Python 3.11 is needed; $(PYTHON) is another. Try: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "Installing $(LOCK) into $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)
	@$(VENV)/bin/python $(PIP) -r $(LOCK)
	@touch $(VENV)/installed
