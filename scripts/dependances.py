"""What the site is built with: ``docs/dependances.md`` for people, a CycloneDX list for programs.

Both are drawn from the lock (names, versions, hashes, who asks for what) and from what the installed
packages say of themselves (licences); nothing else: the same lock gives the same bytes.
``docs/dependances.cdx.json`` follows CycloneDX 1.6 (ECMA-424); it has no date, which would change
without anything having changed.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
LISTE, NOMENCLATURE = "docs/dependances.md", "docs/dependances.cdx.json"

RAISONS = {
    "brotli": "compresser les fichiers publiés",
    "click": "la ligne de commande",
    "jinja2": "les gabarits des pages",
    "lightningcss": "réduire et traduire la feuille de style",
    "markdown-it-py": "lire le Markdown",
    "markdown-it-pyrs": "lire vite le Markdown courant",
    "mdit-py-plugins": "les encadrés du Markdown",
    "msgspec": "les données immuables du générateur, et leur copie gardée",
    "openpyxl": "écrire le classeur des données",
    "pagefind-bin": "le moteur de recherche du navigateur du lecteur",
    "pydantic": "dire et vérifier la forme des fiches",
    "pystemmer": "les racines des mots cherchés",
    "python-docx": "écrire les modèles à remplir",
    "pyyaml": "lire le YAML, par libyaml",
    "tzdata": "les fuseaux horaires, là où le système n'en a pas",
    "watchfiles": "voir les changements pendant l'aperçu",
}
"""Why each package that we ask for is there; a test compares with pyproject.toml."""

_DITES = {
    "jinja2": "BSD-3-Clause",
    "markdown-it-pyrs": "Apache-2.0",
    "pystemmer": "MIT AND BSD-3-Clause",
}
"""Licences read in the package itself, where its metadata are ambiguous."""

_SPDX = {
    "MIT": "MIT",
    "MIT License": "MIT",
    "Apache-2.0": "Apache-2.0",
    "BSD-3-Clause": "BSD-3-Clause",
    "BSD-2-Clause": "BSD-2-Clause",
}
"""What packages write in the old field, as SPDX says it."""

_ENTREE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+) \\$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ESPACE = uuid.UUID("b8a1d1d2-6f0e-5c0b-9a63-3d1f5e0c7a10")


class DependanceError(Exception):
    """A package that is not what the lock says, or whose licence is unknown: one French line."""


@dataclass(frozen=True, slots=True)
class Paquet:
    """One locked package: ``demandeurs`` are the packages that need it, sorted."""

    nom: str
    version: str
    licence: str
    sommes: tuple[str, ...]
    demandeurs: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its universal name (package URL)."""
        return f"pkg:pypi/{self.nom}@{self.version}"


def lire_verrou(texte: str) -> tuple[Paquet, ...]:
    """The packages of a lock written by pip-tools, with their licences, in its order.

    Raises:
        DependanceError: a package is not installed in the version of the lock, or says no licence.
    """
    blocs = re.split(r"^(?=[a-z0-9])", texte, flags=re.MULTILINE)
    return tuple(_paquet(bloc) for bloc in blocs if _ENTREE.match(bloc.split("\n", 1)[0]))


def _paquet(bloc: str) -> Paquet:
    premiere, *suite = bloc.splitlines()
    trouve = _ENTREE.match(premiere)
    if trouve is None:
        raise DependanceError(f"ligne inconnue dans le verrou : {premiere}")
    return Paquet(
        trouve[1],
        trouve[2],
        licence(trouve[1], trouve[2]),
        tuple(sorted(_HASH.findall(bloc))),
        _demandeurs(suite),
    )


def _demandeurs(lignes: Iterable[str]) -> tuple[str, ...]:
    """The packages named after « # via », one a line; « -r » and « -c » name files."""
    remarques = (ligne.strip().removeprefix("#") for ligne in lignes if ligne.strip()[:1] == "#")
    noms = {remarque.strip().removeprefix("via").strip() for remarque in remarques}
    return tuple(sorted(nom for nom in noms if nom and not nom.startswith("-")))


def licence(nom: str, version: str) -> str:
    """The SPDX expression of an installed package.

    Raises:
        DependanceError: it is not installed in this version, or says no licence that we know.
    """
    try:
        fiche = metadata.metadata(nom)
    except metadata.PackageNotFoundError as erreur:
        raise DependanceError(f"{nom} n'est pas installé") from erreur
    if fiche["Version"] != version:
        raise DependanceError(f"{nom} {fiche['Version']} est installé, le verrou dit {version}")
    classes = [c.rsplit("::", 1)[-1].strip() for c in fiche.get_all("Classifier") or ()]
    candidates = (
        fiche["License-Expression"],
        _DITES.get(nom),
        _SPDX.get(fiche["License"] or ""),
        *(_SPDX.get(classe) for classe in classes),
    )
    trouvee = next((str(c) for c in candidates if c), "")
    if not trouvee:
        raise DependanceError(f"{nom} : licence inconnue ({fiche['License']!r}, {classes})")
    return trouvee


def nomenclature(paquets: tuple[Paquet, ...], version: str) -> str:
    """The CycloneDX list of what builds the site."""
    racine = f"pkg:generic/catalogue-concertations@{version}"
    par_nom = {p.nom: p for p in paquets}
    besoins: dict[str, list[str]] = {racine: [par_nom[nom].purl for nom in RAISONS]}
    besoins |= {p.purl: [] for p in paquets}
    for paquet in paquets:
        for demandeur in paquet.demandeurs:
            if demandeur in par_nom:
                besoins[par_nom[demandeur].purl].append(paquet.purl)
    contenu = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": racine,
                "name": "catalogue-concertations",
                "version": version,
                "licenses": [{"license": {"id": "EUPL-1.2"}}],
            }
        },
        "components": [_composant(p) for p in paquets],
        "dependencies": [{"ref": r, "dependsOn": sorted(v)} for r, v in sorted(besoins.items())],
    }
    serie = uuid.uuid5(_ESPACE, json.dumps(contenu, sort_keys=True))
    return json.dumps({**contenu, "serialNumber": f"urn:uuid:{serie}"}, indent=1) + "\n"


def _composant(paquet: Paquet) -> Mapping[str, object]:
    compose = " " in paquet.licence
    return {
        "type": "library",
        "bom-ref": paquet.purl,
        "name": paquet.nom,
        "version": paquet.version,
        "purl": paquet.purl,
        "licenses": [
            {"expression": paquet.licence} if compose else {"license": {"id": paquet.licence}}
        ],
        # One hash a file that may be installed: the wheel of each machine, and the source.
        "externalReferences": [
            {
                "type": "distribution",
                "url": paquet.purl,
                "hashes": [{"alg": "SHA-256", "content": s} for s in paquet.sommes],
            }
        ],
    }


def liste(paquets: tuple[Paquet, ...]) -> str:
    """The page for people."""
    lignes = [
        "# Les dépendances",
        "",
        "Ce qui s'installe pour construire le site, tiré du verrou (`requirements/base.txt`) par `make docs` : ne pas modifier",
        f"à la main. Pour les programmes, la même liste est dans [{Path(NOMENCLATURE).name}]({Path(NOMENCLATURE).name}), au format",
        "CycloneDX 1.6, avec les empreintes. Ce qui ne sert qu'à vérifier est dans `requirements/dev.txt`.",
        "",
        "| Paquet | Version | Licence | Pourquoi |",
        "|---|---|---|---|",
    ]
    for p in paquets:
        raison = RAISONS.get(p.nom) or f"demandé par {', '.join(p.demandeurs)}"
        lignes.append(f"| {p.nom} | {p.version} | {p.licence} | {raison} |")
    return "\n".join(lignes) + "\n"


def documents(racine: Path) -> dict[str, str]:
    """The two files, by path.

    Raises:
        DependanceError: see ``lire_verrou``.
    """
    paquets = lire_verrou((racine / "requirements/base.txt").read_text("utf-8"))
    projet = (racine / "pyproject.toml").read_text("utf-8")
    version = re.search(r'^version = "([^"]+)"$', projet, re.MULTILINE)
    if version is None:
        raise DependanceError("pyproject.toml ne dit pas la version")
    return {LISTE: liste(paquets), NOMENCLATURE: nomenclature(paquets, version[1])}


def main() -> int:
    """Write both; exit code 1 with a sentence when a package is not what the lock says."""
    try:
        ecrits = documents(RACINE)
    except DependanceError as erreur:
        sys.stderr.write(f"{erreur}\n")
        return 1
    for chemin, texte in ecrits.items():
        (RACINE / chemin).write_text(texte, encoding="utf-8")
        sys.stdout.write(f"{chemin}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
