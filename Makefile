# Works with GNU make 3.81 and newer. `make` alone says what there is.

SHELL = /bin/sh
PYTHON = .venv/bin/python
PORT = 8000

# Notices and code lists that are not part of this repository; tests that need them say so.
PPI_REFERENCE_DATA ?= $(abspath $(wildcard ../shared/data))
export PPI_REFERENCE_DATA

# A process for every core, each with a database, a broker and a demonstration of its own; tests of
# one file stay together, in the order of their names.
PARALLEL = --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

LOCK = $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.12 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links

BENCHMARKS = search reverse publishing stars digest directory
# How many notices; the full size is a million.
ROWS = 10000
SIZES = 1000 10000 100000

.PHONY: help set-up demo test test-all lint format coverage screenshots lock upgrade clean bench \
	bench-growth bench-matching $(BENCHMARKS:%=bench-%)

help:
	@echo "make demo        run the platform with its demonstration world (PORT=8123 moves it)"
	@echo "make test        lint, then all tests but the slow ones"
	@echo "make test-all    lint, then all tests; notes the result in docs/operating/promises.md"
	@echo "make bench-matching  how well matching agrees with the judged pairs"
	@echo "make lint        style, formatting, and that imports point down"
	@echo "make format      put the code in its format"
	@echo "make coverage    which lines the tests ran"
	@echo "make screenshots take the pictures in docs/images/ again"
	@echo "make bench       measure speed, with peers (ROWS=1000000 for the full size)"
	@echo "make bench-NAME  one of: $(BENCHMARKS)"
	@echo "make bench-growth  pages and reverse search at several SIZES, with a chart"
	@echo "make lock        pin the dependencies named in requirements/*.in and package.json"
	@echo "make upgrade     the same, with their newest versions"
	@echo "make clean       remove everything that make made, the databases too"

set-up:
	@python=$$(sh bin/find-python) && "$$python" bin/set_up.py

demo: set-up
	@exec $(PYTHON) -m ppi.embedded.demo --port $(PORT)

lint: set-up
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/lint-imports

test: lint
	$(PYTHON) -m pytest $(PARALLEL) -m "not slow"

test-all: lint
	$(PYTHON) bin/test_all.py $(PARALLEL)

bench-matching: set-up
	$(PYTHON) -m pytest --quiet tests/benchmarks/matching.py

format: set-up
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

coverage: set-up
	$(PYTHON) -m coverage run -m pytest -m "not slow"
	$(PYTHON) -m coverage report

screenshots: set-up
	PYTHONPATH=. $(PYTHON) bin/screenshots.py

bench:
	@python=$$(sh bin/find-python) && "$$python" bin/set_up.py bench
	$(PYTHON) -m tests.benchmarks $(BENCHMARKS) --rows $(ROWS)

$(BENCHMARKS:%=bench-%):
	@$(MAKE) bench BENCHMARKS=$(@:bench-%=%)

bench-growth:
	@python=$$(sh bin/find-python) && "$$python" bin/set_up.py bench
	$(PYTHON) -m tests.benchmarks.growth $(SIZES)

lock: set-up
	@$(PYTHON) -m uv --version >/dev/null 2>&1 || $(PYTHON) -m pip install --quiet uv
	$(LOCK) $(UPGRADE) requirements/base.in --output-file requirements/base.txt
	$(LOCK) $(UPGRADE) requirements/dev.in --output-file requirements/dev.txt
	$(LOCK) $(UPGRADE) requirements/bench.in --output-file requirements/bench.txt
	$(PYTHON) bin/pin_packages.py

upgrade:
	$(MAKE) lock UPGRADE=--upgrade

clean:
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m ppi.embedded forget demo dev test bench; fi
	rm -rf .venv node_modules var htmlcov .coverage .pytest_cache .ruff_cache \
		.hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
