# The two commands of the README: `make report` and `make test`. Everything is installed into $(VENV).

PYTHON ?= python3
VENV ?= .venv
# A plain "torch" fetches gigabytes of CUDA libraries on Linux. This release is installed first, so that nothing
# later asks for another; choose your own build with, for example, make TORCH="torch==2.13.0 --index-url <your index>".
TORCH ?= torch==2.13.0
# The folder with the gold data for `make gate` and `make train`.
BENCHMARK ?= ../shared/benchmark
# Where `make train` keeps weights in the making.
WORK ?= build/training

BIN := $(VENV)/bin
SEEDS := $(notdir $(patsubst %/,%,$(wildcard seeds/*/)))

.DEFAULT_GOAL := report
.PHONY: install report test lint types gate check format train clean

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/pip install --quiet $(TORCH)
	$(BIN)/pip install --quiet --editable . --group dev
	touch $@

# `verify report` exits with 1 when it finds a conflict, as diff does: here that is a good result.
report: install
	@for seed in $(SEEDS); do \
	  $(BIN)/verify report seeds/$$seed -o reports/$$seed --no-time || [ $$? -eq 1 ] || exit 2; \
	  echo "reports/$$seed.md"; \
	done

test: install
	$(BIN)/pytest

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

gate: install
	$(BIN)/python benchmarks/gate.py $(BENCHMARK)

check: lint types test gate

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: install
	$(BIN)/verify model train $(BENCHMARK) --work $(WORK)

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
