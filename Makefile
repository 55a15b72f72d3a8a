# The packages are installed by plain pip from lock files with hashes; a lock file that changed is installed again.
# System libraries and a Chinese font are installed only if they are missing and it is permitted.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo run test test-x11 test-office fuzz fuzz-readers torture bench bench-full lint package lock clean

python := .venv/bin/python
install := $(python) -m pip install --quiet --no-input --disable-pip-version-check --only-binary :all: --require-hashes -r
xvfb := xvfb-run --auto-servernum --server-args="-screen 0 1366x768x24"

help: ## show these lines
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 12

demo: .venv/run.stamp | system ## a month of a town with three villages, in build/demo
	@rm -rf build/demo
	$(python) -m desktop demo build/demo $(if $(DISPLAY)$(WAYLAND_DISPLAY),--show)

run: .venv/run.stamp | system ## open the window
	$(python) -m desktop

test: .venv/dev.stamp | system ## all tests that need no display (ARGS: more for pytest)
	$(python) -m pytest $(ARGS)

test-x11: .venv/dev.stamp | system-screen ## the tests that need a display, on a virtual one
	QT_QPA_PLATFORM=xcb $(xvfb) $(python) -m pytest -m x11 --onscreen $(ARGS)

test-office: .venv/dev.stamp | system-office ## the tests that edit and save workbooks with LibreOffice
	$(python) -m pytest -m office $(ARGS)

fuzz: .venv/dev.stamp ## 20,000 random histories of offices (HISTORIES: another number)
	$(python) -m tests.fuzz $(or $(HISTORIES),20000)

fuzz-readers: .venv/dev.stamp ## files and values made wrong, 50 times as many as make test tries (TIMES: another number)
	ZOUFANG_HOSTILE=$(or $(TIMES),50) $(python) -m pytest tests/hostile $(ARGS)

torture: .venv/dev.stamp ## 500 kills of the program while it writes (KILLS: another number; SEED: those of a former run)
	$(python) -m tests.torture $(or $(KILLS),500) $(addprefix --seed ,$(SEED))

bench: .venv/dev.stamp | system ## measure, and print ratios to the named floors (build/bench/results.json)
	@$(python) -m compileall -q desktop
	$(python) -m pytest tests/benchmarks -m bench -s $(ARGS)

bench-full: .venv/dev.stamp | system ## the same, and what is measured with a million visits
	@$(python) -m compileall -q desktop
	$(python) -m pytest tests/benchmarks -m "bench or bench_full" -s $(ARGS)

lint: .venv/dev.stamp ## style, types, import rules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

package: .venv/package.stamp | system-package ## build dist/zoufang and let it test itself
	.venv/bin/pyinstaller --noconfirm --log-level WARN --workpath build/pyinstaller build.spec
	@du -sh dist/zoufang
	QT_QPA_PLATFORM=xcb ZOUFANG_HOME=build/self-test $(xvfb) dist/zoufang/zoufang --self-test

lock: ## write requirements/*.txt from pyproject.toml (needs uv; UPGRADE=--upgrade for newer versions)
	$(compile) --output-file requirements/run.txt
	$(compile) --constraint requirements/run.txt --group test --group lint --output-file requirements/dev.txt
	$(compile) --constraint requirements/run.txt --group package --output-file requirements/package.txt

compile = UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile pyproject.toml --quiet $(UPGRADE) \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url

clean: ## remove everything that was made here
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: system system-screen system-office system-package
system:
	@scripts/system_packages.sh
system-screen:
	@scripts/system_packages.sh screen
system-office:
	@scripts/system_packages.sh office
system-package:
	@scripts/system_packages.sh screen package

.venv/venv.stamp: | system
	scripts/make_venv.sh
	@touch $@

.venv/%.stamp: requirements/%.txt .venv/venv.stamp
	@echo "Installing the packages of $< (needs the network, once)"
	@$(install) $<
	@touch $@
