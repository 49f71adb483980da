# Two commands matter: `make demo` and `make test`. Each builds what it needs on a fresh clone.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
READY := $(VENV)/.ready
CATALOGUES := $(wildcard clusterorg/translations/*/LC_MESSAGES/messages.po)
export XDG_RUNTIME_DIR := $(shell d=$${TMPDIR:-/tmp}/clusterorg-$$(id -u); mkdir -p -m 700 $$d; echo $$d)

.PHONY: demo demo-reset test lint types imports tests bench lock messages clean

demo: $(READY)
	$(RUN)/python -m clusterorg demo

demo-reset: $(READY)
	$(RUN)/python -m clusterorg demo --reset

test: $(READY) lint types imports tests

lint: $(READY)
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(READY)
	$(RUN)/mypy

imports: $(READY)
	$(RUN)/lint-imports

tests: $(READY)
	$(RUN)/pytest -n 2 --dist loadfile

bench: $(READY)
	$(RUN)/python -m tests.benchmarks

$(READY): requirements-dev.lock $(CATALOGUES)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "clusterorg needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@test -z "$(CATALOGUES)" || $(RUN)/pybabel --quiet compile -d clusterorg/translations
	@touch $@

lock:
	$(RUN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock
	$(RUN)/uv pip compile -q pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock

messages: $(READY)
	$(RUN)/pybabel --quiet extract -F babel.cfg -k _ -k _l -k lazy_gettext --no-location --sort-output -o var/messages.pot .
	for language in nl fr de; do $(RUN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --width 100 -i var/messages.pot -d clusterorg/translations -l $$language; done

clean:
	rm -rf $(VENV) var
