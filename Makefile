SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Hundreds of processes are started by the tests; each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PYTEST_ARGS ?=

.PHONY: help options commands release-check docs demo test test-packaging bundle test-bundle lint types imports tests format bench-speed bench-latency bench-window bench \
        fuzz soak bench-quick bench-real bench-counting bench-blades bench-jerk bench-phantoms screens screenshots loops run dev clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 18

demo: run ## Play the bundled sample with feedback (without a display: print its table)
	@$(BIN)/formcheck demo

test: dev lint types imports tests ## Lint, types, import contracts and all tests; PACKAGING=1 with test-packaging

tests: dev
	@$(BIN)/python -m pytest $(if $(PACKAGING),,-m "not packaging") -n auto --dist worksteal $(PYTEST_ARGS)

test-packaging: dev ## Build and install wheel and sdist; run the core tests without Qt
	@$(BIN)/python -m pytest -m packaging tests/packaging $(PYTEST_ARGS)

bundle: dev ## Build the program that needs no Python: dist/*.deb and .tar.xz (minutes)
	@packaging/build.sh

test-bundle: dev ## Run what `make bundle` built (minutes); LOOKS=folder keeps pictures of its window
	@FORMCHECK_BUNDLE="$(CURDIR)/build/bundle/dist/formcheck" FORMCHECK_BUNDLE_LOOKS=$(LOOKS) \
		$(BIN)/python -m pytest tests/packaging/test_bundle.py -s $(PYTEST_ARGS)

lint: dev ## ruff, and the spelling of code and pages
	@$(BIN)/codespell
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { $(BIN)/ruff format --check .; exit 1; }

types: dev ## mypy, strict
	@$(BIN)/mypy

imports: dev ## The arrows between the modules
	@PYTHONPATH=ui:. $(BIN)/lint-imports --no-logo

format: dev ## Bring the code into the agreed layout
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench-speed: dev ## Time the pipeline against a bare loop; CLIP=file to use your own clip
	@$(BIN)/python -m tests.benchmark.speed $(if $(CLIP),--clip "$(CLIP)")

bench-window: dev ## Cold start, first frame of a clip, seeks a second; JSON=file keeps them
	@$(BIN)/python -m tests.benchmark.window $(if $(JSON),--json "$(JSON)")

bench: dev ## Accuracy on rendered and real clips; SPLIT=tune|validate|blind|all, COUNT=n, QUICK=1
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.accuracy $(if $(SPLIT),--split $(SPLIT)) \
		$(if $(COUNT),--count $(COUNT)) $(if $(QUICK),--quick) $(if $(READY),--ready) \
		$(if $(CLOSING_NOTE),--closing-note)

bench-real: dev ## Backs, counts and phantoms of real people; PART=back|counting|many|all, LIMIT=n or QUICK=1 print only
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.real $(if $(PART),--part $(PART)) \
		$(if $(LIMIT),--limit $(LIMIT)) $(if $(KEPT),--kept) $(if $(QUICK),--quick)

bench-faults: dev ## Precision and recall of each flag on hundreds of sets without pictures; SPLIT=tune|validate
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.scale $(if $(SPLIT),--split $(SPLIT))

bench-blades: dev ## Shoulder blades that do not follow the hand, on rendered lifters (renders them first)
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.blades

bench-jerk: dev ## Jerks on real reps played with other timings; CAMERAS=1 for all cameras
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.jerk $(if $(CAMERAS),--cameras)

bench-sensitivity: dev ## Move each number of reps, exercises and flags by a quarter: which matter on real sets
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.sensitivity

bench-quick: ## The same on a few clips, printed only
	@$(MAKE) bench QUICK=1

bench-latency: dev ## How late the window is, what blocks it, how soon it stands; PICTURES=1 records video
	@$(BIN)/python -m tests.benchmark.latency $(if $(PICTURES),--pictures)

bench-phantoms: dev ## Half an hour at a stretch without a rep, and a workout; RENDER=1 makes the pictures first
	@$(if $(RENDER),PYTHONPATH=tests $(BIN)/python -m tests.benchmark.phantoms --render)
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.phantoms

soak: dev ## A camera with every trouble for HOURS (1) of pictures, as fast as may be; PACED=1 takes as long
	@PYTHONPATH=.:ui:tests $(BIN)/python -m tests.benchmark.soak $(if $(HOURS),$(HOURS),1) $(if $(PACED),--paced)

fuzz: dev ## Look for what breaks a reader, until MINUTES (30) are over
	@PYTHONPATH=.:ui:tests $(BIN)/python -m fuzz $(if $(MINUTES),$(MINUTES),30)

bench-counting: dev ## Count drawn, rendered and real sets beside rival counters; EACH=n of each kind
	@PYTHONPATH=tests $(BIN)/python -m tests.benchmark.counting $(if $(EACH),--each $(EACH))

options: dev ## Write docs/options.md anew from the table of options
	@$(BIN)/python -c "from formcheck.config_file import options_markdown as m; print(m(), end='')" > docs/options.md

commands: dev ## Write the man page and the shell completions anew from the commands
	@$(BIN)/python packaging/commands.py

release-check: dev ## All that comes before a tag, step by step; TESTED=1 after .ci/run, TAG=v1.2.3 to compare
	@$(BIN)/python packaging/release.py $(if $(TESTED),--tested) $(if $(TAG),--tag "$(TAG)")

docs: dev ## Write the documentation as pages, Python reference included, into build/docs
	@$(BIN)/python -m pip install --disable-pip-version-check -qq --editable ".[docs]"
	@$(BIN)/python -m mkdocs build --quiet

loops: dev ## Draw the pictures of the faults and of the camera's places for the documentation
	@PYTHONPATH=tests $(BIN)/python -m studio loops

screens: dev ## Every step of a replay in all looks, to be looked at; OUT=folder
	@$(BIN)/python tests/gui/screen_walk.py "$(if $(OUT),$(OUT),/tmp/formcheck-screens)" --all

screenshots: dev ## Pictures of the window for the documentation
	@$(BIN)/python tests/gui/screenshots.py docs/images

run:
	@.ci/setup.sh run

dev:
	@.ci/setup.sh dev

clean: ## Remove the environment and everything built
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
