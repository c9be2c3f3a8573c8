#!/usr/bin/env bash
# Installe le catalogue sur un automate : les paquets du verrou, par empreinte, déjà construits.
# feedgen, qui ne sert qu'aux essais, n'est publié qu'en archive de sources : lui seul est construit ici, par empreinte aussi.
# Usage : scripts/ci/installer.sh [base|dev]
set -euo pipefail

verrou=${1:-base}
python3 -m venv .venv
installer() {
  .venv/bin/python -m pip --disable-pip-version-check --quiet install "$@"
}
par_empreinte() {
  installer --require-hashes --no-deps --only-binary ":all:" "$@"
}
par_empreinte -r requirements/construction.txt
par_empreinte -r requirements/base.txt
if [[ "$verrou" == dev ]]; then
  par_empreinte --no-binary feedgen --no-build-isolation -r requirements/dev.txt
fi
installer --no-deps --no-build-isolation --editable .
