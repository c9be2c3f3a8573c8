"""What is said of the files once they are rendered: sums, sizes, and the manifest of the site.

The only outputs computed from other outputs: a sum cannot be known before what it sums.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from generator.donnees.adresses import (
    CATALOGUE_DCAT,
    DICTIONNAIRE_CSV,
    DONNEES,
    MANIFESTE,
    PAQUET,
    SOMMES,
    csv,
    schema,
)
from generator.donnees.faits import sommaire
from generator.donnees.sommaire import Sommaire
from generator.donnees.tables import tables
from generator.encoders.dcat import LICENCE, Empreinte, catalogue_dcat
from generator.objet import Objet
from generator.world import World

Fichiers = Mapping[str, bytes | Objet]
_citer = json.JSONEncoder(ensure_ascii=False).encode
PAGES = (CATALOGUE_DCAT, PAQUET, SOMMES, MANIFESTE)
"""The paths written here."""


def _lire(fichier: bytes | Objet) -> bytes:
    return fichier if isinstance(fichier, bytes) else fichier.lire()


def empreinte(octets: bytes | Objet) -> Empreinte:
    """The size and the SHA-256 of a file; those of a kept one are known."""
    if isinstance(octets, Objet):
        return Empreinte(octets.taille, octets.empreinte)
    return Empreinte(len(octets), hashlib.sha256(octets).hexdigest())


def _paquet(
    world: World, lu: Sommaire, fichiers: Fichiers, empreintes: Mapping[str, Empreinte]
) -> bytes:
    """``datapackage.json`` (Frictionless): every CSV with its schema, its rows and its sum.

    Schemas are those that are published: to make them from the models takes longer.
    """
    ressources: list[dict[str, Any]] = [
        {
            "name": table.nom,
            "title": table.titre,
            "description": table.description,
            "path": csv(table.nom).removeprefix(DONNEES),
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
            "bytes": empreintes[csv(table.nom)].octets,
            "hash": f"sha256:{empreintes[csv(table.nom)].sha256}",
            "lignes": table.total(world, lu),
            "schema": json.loads(_lire(fichiers[schema(table.nom)])),
        }
        for table in tables()
    ]
    site = world.catalogue.site
    paquet = {
        "profile": "tabular-data-package",
        "name": "catalogue-concertations",
        "title": site.nom,
        "description": site.baseline,
        "homepage": world.absolue(DONNEES),
        "version": world.jour.isoformat(),
        "licenses": [{"name": "etalab-2.0", "path": LICENCE, "title": "Licence Ouverte 2.0"}],
        "resources": ressources,
    }
    return (json.dumps(paquet, ensure_ascii=False, indent=1) + "\n").encode()


def _sommes(empreintes: Mapping[str, Empreinte]) -> bytes:
    """``SHA256SUMS`` of the bulk files, as ``sha256sum --check`` reads it beside them."""
    lots = (
        f"{DONNEES}csv/",
        f"{DONNEES}jsonl/",
        f"{DONNEES}catalogue.xlsx",
        DICTIONNAIRE_CSV,
        PAQUET,
    )
    lignes = [
        f"{e.sha256}  {chemin.removeprefix(DONNEES)}\n"
        for chemin, e in sorted(empreintes.items())
        if chemin.startswith(lots)
    ]
    return "".join(lignes).encode()


def manifeste(world: World, empreintes: Mapping[str, Empreinte]) -> bytes:
    """``manifest.json``: what the site was built from, and every file with its SHA-256."""
    commits = sorted({(c.date, c.sha) for c in world.historique.derniers.values()}, reverse=True)
    entete = {
        "generated_at": world.jour.isoformat(),
        "base_url": world.base_url,
        "commit": commits[0][1] if commits else None,
        "total": len(empreintes),
    }
    debut = json.dumps(entete, ensure_ascii=False, indent=0)[:-2] + ',\n"fichiers": [\n'
    # By hand: the library indents in Python, and there are tens of files for each record.
    lignes = (
        f'{{\n"chemin": {_citer(chemin)},\n"octets": {e.octets},\n"sha256": "{e.sha256}"\n}}'
        for chemin, e in sorted(empreintes.items())
    )
    return (debut + ",\n".join(lignes) + "\n]\n}\n").encode()


def sceller(world: World, fichiers: Fichiers) -> dict[str, bytes]:
    """The files that describe the others, from all of these: path -> bytes."""
    empreintes = {chemin: empreinte(octets) for chemin, octets in fichiers.items()}
    scelles: dict[str, bytes] = {}

    def ajouter(chemin: str, octets: bytes) -> None:
        scelles[chemin] = octets
        empreintes[chemin] = empreinte(octets)

    lu = sommaire(world)
    ajouter(CATALOGUE_DCAT, catalogue_dcat(world, lu, empreintes))
    ajouter(PAQUET, _paquet(world, lu, fichiers, empreintes))
    ajouter(SOMMES, _sommes(empreintes))
    ajouter(MANIFESTE, manifeste(world, empreintes))
    return scelles
