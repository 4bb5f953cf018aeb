# The commands of this project. `make` alone lists them; dev/ has what is behind them.
.DEFAULT_GOAL := help
PY := .venv/bin/python
STAGE ?= prod
# Each run of the tests ends with the ten that took longest.
SLOWEST := --durations=10 --durations-min=2
# What Python compiles it keeps, whatever the shell says: a run of the tests starts some two hundred modules many times.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help up down reset test unit stack mutate lint format tables bench package deploy lock env

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  Settings: RONGMEI_CLOUD_PORT (4566), RONGMEI_SIMULATOR_PORT (8080), PYTHON, WECHAT_API_URL, STAGE (prod), MODULES, PART, JOBS (2)"

env: ## make or update the environments .venv, .venv-cloud and .venv-node
	@sh dev/python.sh -m dev.environments

up: env ## start everything on this machine: local cloud, simulated WeChat, the deployed bundle, the demo
	@$(PY) -m dev.up

down: ## stop what `make up` started; data stays
	@sh dev/python.sh -m dev.down

reset: ## stop and forget all local data
	@sh dev/python.sh -m dev.down --forget

test: env ## run every test, on a system of its own: unit and stack beside each other
	@$(PY) -m dev.tests

unit: env
	@$(PY) -m dev.page test
	@$(PY) -m pytest -n 3 --dist worksteal $(SLOWEST) $(wildcard tests/unit tests/cloud tests/simulator)

# Four processes share the system, since they wait for most of their time; tests/stack/conftest.py says who follows whom.
stack: env
	@$(PY) -m pytest -n 4 $(SLOWEST) tests/stack

mutate: env ## break the deciding MODULES one small change at a time; list what no test noticed
	@$(PY) -m dev.mutate $(MODULES)

lint: env ## check style, types, import rules, the template and known vulnerabilities
	@$(PY) -m dev.lint

format: env ## put the code in order
	@$(PY) -m ruff check --fix --quiet . && $(PY) -m ruff format .

tables: env ## bring the template's alarms and the tables of docs up to date with the code
	@$(PY) -m dev.tables

bench: env ## measure what README claims of speed; PART=callback measures that part
	@$(PY) -m benchmarks $(PART)

package: env ## package the bundle for STAGE into .local/build/STAGE/out
	@$(PY) -m dev.aws package $(STAGE)

deploy: env ## deploy STAGE to AWS: shows what would change, then asks (YES=1 does not ask)
	@$(PY) -m dev.aws deploy $(STAGE)

lock: env ## bring requirements*.txt up to date with requirements*.in
	@$(PY) -m dev.lock
