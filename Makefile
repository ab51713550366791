# Everything that people and machines do with this repository. `make` lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DB := build/claims.duckdb
SHARED ?= ../shared
CORPUS ?= $(SHARED)/corpus/abstracts.parquet
GOLD := $(addprefix $(SHARED)/gold/,scored.jsonl train.jsonl seeds.jsonl dev.jsonl)
SCORES := golden/accepted/scores.jsonl
VEGA := vega@6.4.0 vega-lite@6.4.3 vega-embed@7.3.0
SITE ?= build/site
BUILT := build/lib* build/bdist* build/temp* build/claims build/ops.txt build/__native* build/*.c build/*.h
READING_TESTS := $(addprefix tests/test_,$(addsuffix .py,accepted batches cell_meanings constructions cues documents \
  explanation extract gazetteer golden golden_quantities golden_statements grammar hints hostile_text kept link linking_words markup normalize \
  phrasings quantities reach second_reader segmentation sought spelled streams substrings syntax table_meanings \
  table_names tables units vocabulary written_tables))
N ?= 200
SEED ?= 7

.PHONY: docs help setup run site test compiled test-compiled browser readers browser-test lint types check format regress accept bench fit memory weight cluster sample words calibration score reach phrasings tables torture vega pins clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the tested versions of everything

# A name such as python3.13 may stand for a version that is not installed: each is asked.
$(READY): pyproject.toml constraints.txt
	@for python in $${PYTHON:-} python3 python3.13 python3.12 python3.11 python; do \
	  if "$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo "make: no Python 3.11 or newer with its venv module on PATH; PYTHON=/path/to/python names one" >&2; exit 1; \
	fi; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then "$$found" -m venv --clear $(VENV); fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

run: $(READY) ## extract golden/in-the-wild into build/claims.duckdb and show what is fastest and most frugal
	@mkdir -p build
	$(BIN)/claims run golden/in-the-wild/*.jsonl --db $(DB)
	$(BIN)/claims leaderboard speed --top 15 --db $(DB)
	$(BIN)/claims leaderboard energy --top 15 --db $(DB)

site: $(READY) ## make a site of golden/in-the-wild in build/site; SITE=public URL=https://example.org/ says where it goes
	@mkdir -p build
	$(BIN)/claims run golden/in-the-wild/*.jsonl --db $(DB)
	$(BIN)/claims site $(SITE) --db $(DB) --title "Claims of the golden corpus" --least 2 $(if $(URL),--url $(URL))

# What is made for a file of tests is made once where its tests stay together; who has none left takes of the others'.
test: $(READY) ## run all tests
	$(BIN)/pytest -n 2 --dist worksteal $(ARGS)

# The package that pip would install from the wheel, unpacked: it stands before the source wherever it is put first.
compiled: $(READY) ## compile the reading, where a compiler is at hand: wheels in dist/, the package in build/compiled
	rm -rf $(BUILT) build/wheels build/compiled
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheels .
	rm -rf $(BUILT)
	CLAIMS_COMPILED=1 $(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir build/wheels/native .
	$(BIN)/python -m zipfile -e build/wheels/native/*.whl build/compiled
	mkdir -p dist && cp build/wheels/*.whl build/wheels/native/*.whl dist/
	rm -rf $(BUILT)
	@ls -sh dist/*.whl

test-compiled: ## run the tests of the reading over what make compiled has made, and compare its claims byte for byte
	@test -e build/compiled/claims || { echo "make: nothing is compiled yet; run make compiled" >&2; exit 1; }
	$(BIN)/python -m benchmarks.builds golden/in-the-wild/*.jsonl golden/synthetic/*.jsonl golden/negative/*.jsonl
	PYTHONPATH=build/compiled $(BIN)/pytest -m "not source" -o "pythonpath=build/compiled ." $(or $(ARGS),$(READING_TESTS))

browser: $(READY) ## install what tests in a real browser need: Playwright, and Chromium where that can be installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]' \
	  || echo "make: the packages of claimsdb[browser] cannot be installed here: going on without" >&2
	@if ! command -v chromium chromium-browser google-chrome >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	      >/dev/null 2>&1 || echo "make: Chromium cannot be installed here: tests in a browser are skipped" >&2; \
	  else \
	    echo "make: no Chromium on PATH: tests in a browser are skipped; install it, or name one in CLAIMS_CHROMIUM" >&2; \
	  fi; \
	fi

readers: $(READY) ## install what people read exports with, for its tests: datasets, datasette, sqlite-utils
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[readers]' \
	  || echo "make: the packages of claimsdb[readers] cannot be installed here: their tests are skipped" >&2

browser-test: browser ## run the tests in a real browser
	$(BIN)/pytest -m browser $(ARGS)

lint: $(READY) ## check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## check types
	$(BIN)/mypy

check: lint types test ## lint, types and test

format: $(READY) ## put the code into the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

regress: $(READY) ## show every claim that is not as it was accepted
	$(BIN)/claims check

accept: $(READY) ## take what the rules give now as right, once you have read what make regress shows
	$(BIN)/claims accept
	$(BIN)/python -m benchmarks.phrasings --accept
	@if [ -e $(SHARED)/gold ]; then $(BIN)/python -m benchmarks.scores --state $(SCORES) --accept $(GOLD); fi
	$(BIN)/pytest -q tests/test_reports.py --force-regen || $(BIN)/pytest -q tests/test_reports.py

docs: $(READY) ## refresh the examples and the generated parts of README.md and docs/
	@$(BIN)/python -m docs.build $(ARGS)

bench: $(READY) $(VENV)/.bench ## how fast everything is, in one table; saved in build/bench.json
	$(BIN)/python -m benchmarks.speed $(CORPUS) -o build/bench.json

# What we compare with need not be installable everywhere: the table says what it leaves out.
$(VENV)/.bench: $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]' \
	  || echo "make: the packages of claimsdb[bench] cannot be installed here: going on without" >&2
	@touch $@

torture: $(READY) ## try to break everything for some minutes, and print what held: make torture ARGS='--only growth --seed 7'
	$(BIN)/python -m benchmarks.torture $(ARGS)

weight: $(READY) ## what each dependency costs: megabytes, and seconds until it is imported
	@$(BIN)/python -m benchmarks.weight

memory: $(READY) ## whether memory stays flat over ten times the corpus
	$(BIN)/python -m benchmarks.memory $(CORPUS)

cluster: $(READY) ## install Ray and test extraction on a cluster of two local nodes: a worker killed, a machine lost
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[ray]'
	$(BIN)/pytest tests/test_cluster.py $(ARGS)

sample: $(READY) ## N claims drawn at random from a corpus, ready to be judged: make sample N=200 SEED=7
	@$(BIN)/python -m benchmarks.sample $(CORPUS) --number $(N) --seed $(SEED)

vega: ## bring the scripts that draw the charts of a site, with the licences of all that is in them, from npm
	rm -rf build/vega && mkdir -p build/vega
	cd build/vega && npm init -y >/dev/null && npm install --omit=dev --ignore-scripts --no-audit --no-fund $(VEGA)
	for name in vega vega-lite vega-embed; do \
	  cp "build/vega/node_modules/$$name/build/$$name.min.js" claims/site/static/vega/; \
	done
	cd build/vega/node_modules && for text in */LICENSE*; do printf '%s\n%s\n\n' "=== $${text%/*}" "$$(cat "$$text")"; done \
	  > ../../../claims/site/static/vega/LICENSES.txt
	rm -rf build/vega

words: $(READY) ## mine the classes of words from the corpus: schema/word_classes.txt
	$(BIN)/python -m benchmarks.word_classes $(CORPUS)

fit: $(READY) ## fit the metrics of unnamed numbers, the second reader of links, the confidence of fields: tables of schema/
	$(BIN)/python -m benchmarks.fit_metrics $(SHARED)/gold/train.jsonl
	$(BIN)/python -m benchmarks.fit_links $(SHARED)/gold/train.jsonl

calibration: $(READY) ## how often claims of each confidence are right, as a Markdown table
	@$(BIN)/python -m benchmarks.calibration $(GOLD)

score: $(READY) ## agreement with the annotated samples, and what has changed since it was accepted
	@$(BIN)/python -m benchmarks.scores --state $(SCORES) $(GOLD)

reach: $(READY) ## in how many abstracts each rule and vocabulary entry is used, and what it wins: build/reach.tsv
	@$(BIN)/python -m benchmarks.reach $(CORPUS) $(SHARED)/gold/train.jsonl -o build/reach.tsv

tables: $(READY) ## results of tables against annotated ones, paper by paper, and what has changed; ARGS=--accept takes it
	@$(BIN)/python -m benchmarks.tables_cv $(SHARED)/tables/gold.jsonl --state golden/accepted/tables.json \
	  --labels $(SHARED)/tables/mltables/train.json $(SHARED)/tables/mltables/dev.json $(ARGS)

phrasings: $(READY) ## one meaning in many wordings: how many are read the same; ARGS=--show lists the others
	@$(BIN)/python -m benchmarks.phrasings $(ARGS)

pins: ## pin the newest versions of all dependencies in constraints.txt
	rm -rf build/pins && python3 -m venv build/pins
	build/pins/bin/pip install --quiet --disable-pip-version-check '.[dev,bench,ray,readers]'
	{ echo "# Versions that the tests passed with. Made by: make pins"; \
	  build/pins/bin/pip freeze --exclude claimsdb; } > constraints.txt
	rm -rf build/pins

clean: ## remove everything that is made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
