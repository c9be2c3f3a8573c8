# Les commandes de la maison. « make help » les liste ; tout s'installe dans .venv, rien ailleurs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Le projet s'installe avec les paquets du verrou, et eux seuls : rien n'est choisi au moment d'installer.
INSTALLER := $(PIP) install --require-hashes --no-build-isolation
COMPILER := $(BIN)/pip-compile --quiet --generate-hashes --no-header --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
NPM := node_modules/.fait
# L'outil qui cherche des failles n'a rien à faire parmi les paquets qui construisent.
AUDIT := build/audit

.DEFAULT_GOAL := help
TRAVAIL ?= ../mesures
TAILLES ?= 1000,10000,200
TOURS ?= 5
LIMITE ?= 3600
.PHONY: bench help serve site test gates fuzz audit captures docs format lock systeme

help: ## Affiche cette aide
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: $(VENV)/.base ## Installe, construit et montre le catalogue dans votre navigateur
	$(BIN)/catalogue serve --content content

site: $(VENV)/.base ## Construit le catalogue dans build/site
	$(BIN)/catalogue build --content content --out build/site

test: systeme $(VENV)/.dev $(NPM) ## Vérifie tout : style, types, couches, tests, barrières de qualité
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto -m "not lent"

gates: systeme $(VENV)/.dev $(NPM) ## Vérifie le site construit (HTML, accessibilité, poids, sans JavaScript) et ce qui dure des minutes
	$(BIN)/python -m pytest --numprocesses auto -m "navigateur or java or lent"

fuzz: $(VENV)/.dev ## Cherche longtemps des textes qui cassent la lecture, le Markdown ou l'écriture
	HYPOTHESIS_PROFILE=longue $(BIN)/python -m pytest --numprocesses auto tests/proprietes

audit: $(AUDIT)/.fait ## Cherche les failles connues dans les paquets verrouillés
	set -e; for verrou in construction base dev audit; do \
		$(AUDIT)/bin/pip-audit --disable-pip --require-hashes --requirement requirements/$$verrou.txt; \
	done

captures: systeme $(VENV)/.dev site ## Photographie les pages, à 375 et 1280 px, dans build/captures
	$(BIN)/python scripts/captures.py

docs: $(VENV)/.dev ## Écrit de nouveau ce qui vient des modèles : dictionnaire, schémas, dépendances, formulaires
	$(BIN)/python -m generator.documentation
	$(BIN)/python -m generator.contribute
	$(BIN)/python scripts/dependances.py

bench: $(VENV)/.dev ## Mesure la vitesse à côté des pairs et écrit docs/performance.md (TRAVAIL=dossier, hors du projet)
	$(BIN)/python -m benchmarks --travail $(TRAVAIL) --tailles $(TAILLES) --tours $(TOURS) --limite $(LIMITE)

format: $(VENV)/.dev ## Met le code en forme
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.dev ## Verrouille de nouveau les dépendances (versions et empreintes)
	$(COMPILER) --output-file requirements/construction.txt requirements/construction.in
	$(COMPILER) --output-file requirements/base.txt requirements/base.in
	$(COMPILER) --output-file requirements/dev.txt requirements/dev.in
	$(COMPILER) --output-file requirements/audit.txt requirements/audit.in
	npm install --package-lock-only

systeme:
	@$(PYTHON) scripts/systeme.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Il faut Python 3.11 ou plus récent. S'il est installé sous un autre nom : make PYTHON=python3.12 serve" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Il manque le module « venv » de Python. Sous Debian ou Ubuntu : apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.construction: requirements/construction.txt | $(BIN)/python
	$(INSTALLER) -r requirements/construction.txt
	@touch $@

$(VENV)/.base: $(VENV)/.construction requirements/base.txt pyproject.toml
	$(INSTALLER) -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(INSTALLER) -r requirements/dev.txt
	@touch $@

$(AUDIT)/.fait: requirements/audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --only-binary :all: -r requirements/audit.txt
	@touch $@

$(NPM): package-lock.json
	npm ci --silent
	@touch $@
