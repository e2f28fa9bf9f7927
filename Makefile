# make run · make test · make check: the whole menu.
#
#   make run [PORT=8000] [DATA=data] [DEMO=0]   everything on this machine; Ctrl-C stops it (DEMO=0: no demo company)
#   make test                                   make check, then every test
#   make check                                  style, types, who imports whom, templates, Django's deployment checks
#   make tour [PORT=8000]                       take the pictures of docs/tour.md anew; `make run` must be running there
#   make bench [DATA=var/bench]                 how long the main pages and ranking take, small and very large; writes
#                                               docs/performance.md and docs/matching-speed.md
#
# Needs Python 3.11 or later with its venv module (PYTHON=/path/to/python3 chooses one). The first run installs into
# .venv; after that nothing is fetched. Paths are relative and quoted: make itself can't bear a space in one.

SHELL := /bin/sh
PORT ?= 8000
ifndef DATA
DATA := $(or $(GOODWORD_DATA),data)
endif
DEMO_OR_EMPTY := $(if $(filter 0 no,$(DEMO)),--empty,$(if $(DEMO),--demo))
PY := .venv/bin/python

# Handed over in the environment, where spaces and quotes do no harm.
export PYTHON
export GOODWORD_DATA := $(DATA)

.PHONY: run test check bench tour ready ready-dev
.DEFAULT_GOAL := run

run: ready
	@exec $(PY) -m goodword run --port '$(PORT)' $(DEMO_OR_EMPTY)

test: check
	@deploy/look-for-chromium
	@exec $(PY) -m pytest -n 2 $(TESTS)

check: ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check --quiet .
	$(PY) -m mypy
	$(PY) -c 'import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())'
	$(PY) -m djlint --lint --quiet goodword
	GOODWORD_URL=https://goodword.example GOODWORD_DATA=var/check $(PY) -m goodword check

bench: BENCH := --data "$(if $(filter command line,$(origin DATA)),$$GOODWORD_DATA,var/bench)"
bench: ready-dev
	@$(PY) -m tests.bench $(BENCH)
	@exec $(PY) -m tests.bench.matching $(BENCH)

tour: ready-dev
	@exec $(PY) -m tests.tour --site 'http://localhost:$(PORT)'

ready:
	@deploy/set-up requirements.txt

ready-dev:
	@deploy/set-up requirements-dev.txt
