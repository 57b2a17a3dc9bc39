# Plain make and sh. `make help` lists what there is.
# The newest of these CPythons that PATH holds makes the environments; PYTHON=/path/to/python3.13 takes another.
PYTHONS = 3.14 3.13 3.12 3.11
HOST ?= 127.0.0.1
PORT ?= 8080
export HOST PORT

# Images of containers set it. Compiling anew for each of a hundred processes takes a fifth of `make test`.
unexport PYTHONDONTWRITEBYTECODE

WORKERS ?= 2
QUICK ?= tests/service/risk tests/service/schemas tests/service/imports
RUN = .venv
DEV = .venv-dev
CLIENT = build/client/chokepoint_client/generated/__init__.py
PIP = -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
# One set of pins for all PYTHONS: without `fewest`, a library would get a version for each of them.
COMPILE = $(DEV)/bin/uv pip compile --quiet --python $(DEV)/bin/python --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

# Ends with the reason if an interpreter can't make the environments.
define PROBE
import sys
version = "%d.%d" % sys.version_info[:2]
if sys.implementation.name != "cpython" or version not in sys.argv[1:]:
    sys.exit("is %s %s" % (sys.implementation.name, version))
try:
    import ctypes, ensurepip, sqlite3, ssl, venv, zlib
except ImportError as error:
    sys.exit("lacks %s (Debian and Ubuntu: apt install python%s-venv)" % (error.name, version))
endef
IDENTITY = import sys; print("Python", sys.version.split()[0], "of", sys.base_prefix)
NAME_ONE = Name one: make PYTHON=/path/to/python3.13 ...

# Where PYTHON names another interpreter than made an environment, the environment is made anew.
ifdef PYTHON
made_by = $(shell $(1) -c '$(IDENTITY)' 2>&1)
$(foreach python,$(wildcard $(RUN)/bin/python $(DEV)/bin/python), \
	$(if $(filter-out $(call made_by,$(PYTHON)),$(call made_by,$(python))), \
		$(eval $(python:bin/python=installed): FORCE)))
endif

# What `make fuzz` draws by; expanded once, so that what is printed is what is used.
SEED := $(or $(SEED),$(shell date +%s))

.PHONY: FORCE help run test quick fuzz lint types imports lock bench readings openapi client contract spectral attack fire files plans texts docker-lint clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: $(RUN)/installed ## install what serving needs, start the service, score a sample, keep serving
	@exec $(RUN)/bin/python -m service.demo

test: $(DEV)/installed $(CLIENT) ## install what the tests need and run them
	@$(DEV)/bin/python -m pytest -n $(WORKERS)

quick: $(DEV)/installed ## quick tests of the kernel and of what reads; QUICK=tests/training for the analysts' part
	@$(DEV)/bin/python -m pytest $(QUICK) -m "not fit and not server and not database and not browser and not slow"

fuzz: $(DEV)/installed $(CLIENT) ## the properties of hypothesis on three times as many cases, others each time; SEED=1 replays
	@echo "To replay: make fuzz SEED=$(SEED)"
	@$(DEV)/bin/python -m pytest -n $(WORKERS) -m hypothesis --hypothesis-profile=fuzz --hypothesis-seed=$(SEED)

lint: $(DEV)/installed ## ruff: lint and format
	@$(DEV)/bin/python -m ruff check . && $(DEV)/bin/python -m ruff format --check .

types: $(DEV)/installed $(CLIENT) ## mypy
	@$(DEV)/bin/python -m mypy

imports: $(DEV)/installed ## the import rules
	@$(DEV)/bin/lint-imports

openapi: $(DEV)/installed ## record the OpenAPI document and its examples anew, to be reviewed
	@$(DEV)/bin/python -m tests.contract

client: $(CLIENT) ## build the Python client: pip install ./build/client

$(CLIENT): $(DEV)/installed tests/data/openapi.json tests/contract/client.py $(wildcard service/client/* service/client/*/*)
	@$(DEV)/bin/python -m tests.contract.client

contract: $(DEV)/installed ## some six thousand requests made up from the OpenAPI document
	@CONTRACT_CASES=75 $(DEV)/bin/python -m pytest -q -s tests/service/api/test_contract.py \
		tests/service/access/test_contract.py

spectral: ## lint the OpenAPI document with Spectral's own rules (needs npx of Node.js)
	@npx --yes @stoplight/spectral-cli@6.16.3 lint --fail-severity hint --ruleset tests/contract/spectral.yaml \
		tests/data/openapi.json

attack: $(DEV)/installed ## attack a service of its own: mutated requests, slow clients, SIGKILLs; ATTACK=--short
	@$(DEV)/bin/python -m tests.attack $(ATTACK)

fire: $(DEV)/installed ## kill 208 workers amid writes and rescoring, on SQLite and on PostgreSQL; 32 writers at once
	@FIRE=13 $(DEV)/bin/python -m pytest -q -s tests/service/store/test_under_fire.py

files: $(DEV)/installed ## read broken files, each made from its number; FILES=20000
	@$(DEV)/bin/python -m tests.attack.files $(FILES)

plans: $(DEV)/installed ## plan 500 products drawn at random, and score every plan again; PLANS=20
	@$(DEV)/bin/python -m tests.attack.plans $(PLANS)

texts: $(DEV)/installed ## time the readers on texts that could be slow
	@$(DEV)/bin/python -m tests.attack.texts

docker-lint: $(DEV)/installed ## hadolint
	@$(DEV)/bin/hadolint Dockerfile

bench: $(DEV)/installed ## measure, and write tests/benchmarks/RESULTS.md
	@$(DEV)/bin/python -m tests.benchmarks

readings: $(DEV)/installed ## how buyers' descriptions are read
	@$(DEV)/bin/python -m tests.benchmarks.readings

lock: $(DEV)/installed ## pin the newest versions that setup.cfg allows (needs the package index)
	$(COMPILE) --upgrade -o requirements.lock setup.cfg
	$(COMPILE) --upgrade --extra postgres --extra redis -c requirements.lock -o requirements-postgres.lock setup.cfg
	$(COMPILE) --upgrade --extra dev --extra bulk --extra training --extra postgres --extra redis -c requirements-postgres.lock \
		-o requirements-dev.lock setup.cfg
	touch $(DEV)/installed

clean: ## remove the virtual environments and the embedded database
	rm -rf $(RUN) $(DEV) instance

$(RUN)/installed: requirements.lock
	@$(MAKE) -s VENV=$(RUN) LOCK=requirements.lock install

$(DEV)/installed: requirements-dev.lock
	@$(MAKE) -s VENV=$(DEV) LOCK=requirements-dev.lock install

.PHONY: install
install: export PROBE := $(PROBE)
install:
	@for python in $(or $(PYTHON),$(PYTHONS:%=python%) python3); do \
		if ! command -v "$$python" >/dev/null; then fault="isn't there"; [ -n "$(PYTHON)" ] || continue; \
		elif fault=$$("$$python" -c "$$PROBE" $(PYTHONS) 2>&1); then chosen=$$python; break; fi; \
		echo "Passed over: $$python $$fault" | head -1 >&2; \
	done; \
	[ -n "$$chosen" ] || { echo "A CPython with venv is needed, one of: $(PYTHONS). $(NAME_ONE)" >&2; exit 1; }; \
	echo "Installing $(LOCK) into $(VENV) with $$("$$chosen" -c '$(IDENTITY)') ..."; \
	{ "$$chosen" -m venv --clear $(VENV) && $(VENV)/bin/python $(PIP) -r $(LOCK); } || \
		{ echo "$$chosen can't install $(LOCK): the reason stands above. $(NAME_ONE)" >&2; exit 1; }
	@touch $(VENV)/installed
