# What `sam build` calls for every function of template.yaml (BuildMethod: makefile).

FUNCTION_OF = $(shell echo $(patsubst build-%Function,%,$@) | tr '[:upper:]' '[:lower:]')

build-ContentFunction build-ChatFunction build-StreamFunction build-WorkerFunction build-MediaFunction build-ExtractFunction build-BrainFunction build-DataFunction build-QueryFunction:
	python3 -m infra.deploy.artifact $(FUNCTION_OF) "$(ARTIFACTS_DIR)"

.PHONY: build-ContentFunction build-ChatFunction build-StreamFunction build-WorkerFunction build-MediaFunction build-ExtractFunction build-BrainFunction build-DataFunction build-QueryFunction
