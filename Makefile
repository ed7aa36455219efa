# `make demo` and `make test` set up what they need in .venv on their first use, with nothing but Python >= 3.11.
# To choose: make demo PYTHON=/path/to/python3, make test WORKERS=4. pip reads its usual settings (PIP_INDEX_URL, ...).

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
SUITABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3 python; do \
	"$$python" -c '$(SUITABLE)' >/dev/null 2>&1 && { echo "$$python"; break; }; done)
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser gate lint pictures clean

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

demo: $(VENV)/.installed ## run the main job on the sample stories and write the report to demo/
	@$(BIN)/evenhand demo --out demo --offline

# One thread a process: two processes that both use all cores slow each other by more than half.
test: $(VENV)/.installed-dev ## run the tests, on the CPU, offline
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

# Any Chromium will do, CHROMIUM=/path/to/it names one; where there is none, root gets Debian's.
CHROMIUM_FOUND := CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" && export CHROMIUM

test-browser: $(VENV)/.installed-browser ## try the report page in a real browser, offline
	@$(CHROMIUM_FOUND) && OMP_NUM_THREADS=1 $(BIN)/python -m pytest tests/browser --numprocesses $(WORKERS)

# The figures that may not fall on the four sample stories; what is asked lies below what was measured. Without the
# cache, so that the models work for it.
GATES := consistency>=0.95 consistency_second>=0.95 citation_precision>=0.95 citation_recall>=0.95 restraint>=0.95 \
	neutrality>=0.99 coverage>=0.65 stance_macro_f1>=0.68 dispute_precision>=0.80 dispute_recall>=0.30 \
	cluster_bcubed_f1>=0.95
SAMPLE := $(addprefix eval/expectations/,deir-ezzor.yaml ferry.yaml strike.yaml patent.yaml)

gate: $(VENV)/.installed ## hold the built-in models against the hand labels of the sample
	@EVENHAND_CACHE=off $(BIN)/evenhand eval $(SAMPLE) --out build/gate --offline --quiet $(foreach gate,$(GATES),--gate '$(gate)')

lint: $(VENV)/.installed-dev ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict pipeline eval

pictures: $(VENV)/.installed-browser ## take the pictures of the README from the sample run
	@$(BIN)/evenhand demo --out build/pictures --offline --quiet
	@$(CHROMIUM_FOUND) && $(BIN)/python docs/pictures.py build/pictures

clean: ## remove .venv and everything that the commands made
	rm -rf $(VENV) demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# pip is the last thing that venv makes, so it is there only when the environment is whole.
$(BIN)/pip:
	@python='$(PYTHON)'; "$${python:-false}" -c '$(SUITABLE)' 2>/dev/null || { \
		echo "Evenhand needs Python 3.11 or newer with its venv module (on Debian: python3-venv);" \
			"$${python:-what is on the PATH} is not one. Name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }; \
	"$$python" -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing into $(VENV); this is done once and takes a few minutes."
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing into $(VENV) with what the tests need; this is done once and takes a few minutes."
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-browser: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing into $(VENV) with what the browser tests need; this is done once and takes a few minutes."
	@$(INSTALL) --editable '.[dev,browser]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-dev
