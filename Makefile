# On a fresh machine with Python 3.11 or newer, `make run` and `make test` need nothing first:
# each sets up what it uses, once. Stamps in .venv remember that it was done.

PORT   ?= 8501
PYTHON ?= python3
SECONDS ?= 600
# Passed on to pytest, the benchmarks and uv: `make test ARGS="-k letter"`,
# `make bench ARGS="intake --quick"`, `make pins ARGS=--upgrade`
ARGS   ?=

UV   := uv==0.13.9
FUZZER := atheris==3.0.0
PY   := .venv/bin/python
VENV := .venv/.made
RUN  := .venv/.run-packages
TEST := .venv/.test-packages
BENCH := .venv-bench/.packages

.PHONY: help run test check bench corpus fuzz demo pins browser

help:
	@echo "make run    set up, build the demonstration data, open the dashboard on PORT (now $(PORT))"
	@echo "make test   set up, then lint, type-check and run every test"
	@echo "make check  lint and type-check only"
	@echo "make bench  time the slow paths against floors and other libraries"
	@echo "make corpus how well the claims in letters are found, bound and judged"
	@echo "make fuzz   try hostile files for SECONDS (now $(SECONDS))"
	@echo "make demo   build data/sqs.duckdb from data/sample"
	@echo "make pins   write the pinned requirements again after a change in pyproject.toml"

run: $(RUN) demo
	$(PY) -m streamlit run app.py --server.port $(PORT)

# In two processes, each with half of the list until one has nothing left and takes from the other's
# end: tests that share a fixture mostly stay together. `ARGS="-n 0"` runs them in one.
test: $(TEST) browser check
	$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

check: $(TEST)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: $(TEST) $(BENCH)
	$(PY) -m tests.bench $(ARGS)

corpus: $(TEST)
	$(PY) -m tests.letter.corpus $(ARGS)

# The fuzzer is no part of the test packages: it is installed when it is first asked for.
fuzz: $(TEST)
	@$(PY) -c 'import atheris' 2>/dev/null || \
	  $(PY) -m uv pip install --quiet --python $(PY) $(FUZZER) || \
	  $(PY) -m pip install --quiet --disable-pip-version-check $(FUZZER)
	SECONDS=$(SECONDS) PYTHONPATH=.:tests:tests/hostile $(PY) tests/hostile/fuzz.py $(ARGS)

demo: $(RUN)
	$(PY) -m sqs demo

# One list for every system (--universal) and every Python (fewest); -c: the tests run on exactly
# what users run. No header and no index lines: no registry address enters the repository.
PIN := $(PY) -m uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 \
       --generate-hashes --no-header --no-annotate --no-emit-index-url

pins: $(VENV)
	$(PIN) $(ARGS) pyproject.toml -o requirements.txt
	$(PIN) $(ARGS) pyproject.toml --extra test -c requirements.txt -o tests/requirements.txt
	$(PIN) $(ARGS) tests/bench/requirements.in -o tests/bench/requirements.txt

# ---- set-up --------------------------------------------------------------------------------

$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "SQS needs Python 3.11 or newer: name one with PYTHON=, as in make run PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make a virtual environment here: install python3-venv (apt-get install python3-venv) and try again."; exit 1; }
	$(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check $(UV) || \
	  echo "uv cannot be had here; pip will do the same work more slowly."
	@touch $@

# uv is ten times faster than pip. pip also steps in where only pip is told how to reach the
# registry. Either refuses a file whose hash is not the pinned one.
INTO    = $(PY)
INSTALL = $(PY) -m uv pip install --quiet --python $(INTO) --require-hashes -r $< || \
          $(INTO) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<

$(RUN): requirements.txt $(VENV)
	$(INSTALL)
	@touch $@

# The test packages contain the run packages, so both are then in place.
$(TEST): tests/requirements.txt requirements.txt $(VENV)
	$(INSTALL)
	@touch $(RUN) $@

# What the intake benchmark measures against never mixes with what users run.
$(BENCH): INTO = .venv-bench/bin/python
$(BENCH): tests/bench/requirements.txt $(VENV)
	$(PYTHON) -m venv .venv-bench
	$(INSTALL)
	@touch $@

# The browser tests open the real app; the letter tests open the real documents.
DEBS := chromium fonts-liberation libreoffice-writer-nogui poppler-utils
APT  := env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300

browser:
	@have() { command -v "$$1" >/dev/null 2>&1; }; \
	if have chromium && have soffice && have pdftotext && \
	   ls -d /usr/share/fonts/truetype/liberation* >/dev/null 2>&1; then exit 0; fi; \
	sudo=; [ "$$(id -u)" = 0 ] || ! have sudo || sudo=sudo; \
	if have apt-get; then \
	  echo "Installing $(DEBS)"; \
	  $$sudo $(APT) update; \
	  $$sudo $(APT) install -y --no-install-recommends $(DEBS) && exit 0; \
	fi; \
	echo "Could not install $(DEBS): the tests that need them are skipped."; \
	[ "$$CI" != true ]
