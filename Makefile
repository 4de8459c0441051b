# Needs Python 3.11 or newer, and nothing else: .venv is made by the first target that wants it.
SHELL := /bin/sh
PYTHON_ENV := .venv/bin/python
READY := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help up status logs reset test check soak bench openapi web lock lock-jars deploy

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(READY): requirements/dev.lock infra/bootstrap.sh infra/bootstrap.py
	@sh infra/bootstrap.sh

up: $(READY) ## the whole product on http://localhost:8787, until Ctrl-C
	@exec $(PYTHON_ENV) -m infra.local up $(if $(ONLY),--only $(ONLY))

status: $(READY) ## how each part is
	@exec $(PYTHON_ENV) -m infra.local status

logs: $(READY) ## all parts' logs, followed; PART=chat for one, FOLLOW=0 for the last lines
	@exec $(PYTHON_ENV) -m infra.local logs $(if $(PART),--part $(PART)) $(if $(filter 0 no,$(FOLLOW)),--no-follow)

reset: $(READY) ## delete all local data; FORCE=1 does not ask
	@exec $(PYTHON_ENV) -m infra.local reset $(if $(FORCE),--force)

test: $(READY) ## the whole suite
	@exec $(PYTHON_ENV) -m infra.test

check: $(READY) ## everything that can be said without running the product
	@exec $(PYTHON_ENV) -m infra.check

soak: $(READY) ## the long fault runs
	@exec $(PYTHON_ENV) -m infra.test soak

bench: $(READY) ## side-by-side benchmarks, written to docs/benchmarks.md
	@exec $(PYTHON_ENV) -m bench

openapi: $(READY) ## the API's description, its page and the web app's types
	@exec $(PYTHON_ENV) -m infra.openapi

web: $(READY) ## the studio, built into web/dist
	@exec $(PYTHON_ENV) -m infra.local.web

lock: $(READY) ## the lock files, after a change of pyproject.toml
	@exec $(PYTHON_ENV) -m infra.locks

lock-jars: $(READY) ## infra/local/jars.lock, after a change of its roots (needs Maven)
	@exec $(PYTHON_ENV) -m infra.local.lock_jars

deploy: $(READY) ## build the functions and deploy them with SAM
	@$(PYTHON_ENV) -m infra.check --sam
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .venv-sam/bin/sam build
	@.venv-sam/bin/sam deploy $(if $(wildcard samconfig.toml),,--guided)

# `sam build` comes back here, once for each function.
include infra/deploy/build.mk
