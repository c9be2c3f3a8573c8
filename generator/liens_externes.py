"""The addresses that the content cites, tried one by one: which ones no longer answer.

Run each week by a workflow that never blocks anything: ``python -m generator.liens_externes``. A
site that refuses robots is not a dead link: it is told apart, for a person to try.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator.catalogue.load import load
from generator.catalogue.records import Catalogue, Dossier, Texte
from generator.diagnostics import format_text
from generator.markdown.render import jetons
from schemas.types import Modele

AGENT = "catalogue-concertations (verification hebdomadaire des liens)"
DELAI = 20.0
"""Seconds given to a host to answer."""
PAUSE = 1.0
"""Seconds between two requests to the same host."""
FILS = 8
HOTES_FERMES = frozenset(
    {
        "www.legifrance.gouv.fr",
        "www.conseil-etat.fr",
        "www.facebook.com",
        "www.instagram.com",
        "www.linkedin.com",
        "twitter.com",
        "x.com",
    }
)
"""Hosts known to answer people and to refuse robots: never asked, listed for a person to try."""
FERMES = "adresses de sites qui refusent les robots"
REMEDE = (
    "Pour chacune : remplacez-la par la nouvelle adresse, ou par une copie archivée ; à défaut, "
    "gardez-la et dites-le dans « reserves »."
)
_REFUS = frozenset({401, 403, 405, 406, 418, 429, 451, 503, 999})
_ADRESSE = re.compile(r"https?://")


class Etat(StrEnum):
    """What came of trying an address."""

    VIVANT = "vivant"
    MORT = "mort"
    REFUS = "refus"


class Essai(Struct, frozen=True):
    """The outcome for one address, and why."""

    adresse: str
    etat: Etat
    raison: str = ""


Essayer = Callable[[str], Essai]


def adresses(catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """Each address cited by the content, and the files that cite it, both sorted."""
    trouvees: dict[str, set[str]] = defaultdict(set)
    for chemin, adresse in _citees(catalogue):
        trouvees[adresse.split("#", 1)[0]].add(chemin)
    return {a: tuple(sorted(trouvees[a])) for a in sorted(trouvees)}


def _citees(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for dossier in catalogue.concertations:
        for adresse in _du_modele(dossier.fiche):
            yield dossier.chemin, adresse
        for adresse in _du_modele(dossier.suites) if dossier.suites else ():
            yield dossier.chemin_suites, adresse
    textes: tuple[Texte[Any], ...] = (*catalogue.guides, *catalogue.pages, *catalogue.kit)
    for texte in textes:
        for adresse in _du_modele(texte.fiche):
            yield texte.chemin, adresse
    ecrits: tuple[Dossier | Texte[Any], ...] = (*catalogue.concertations, *textes)
    for ecrit in ecrits:
        for jeton in jetons(ecrit.corps):
            for enfant in jeton.children or ():
                lien = str(enfant.attrs.get("href", ""))
                if _ADRESSE.match(lien):
                    yield ecrit.chemin, lien


def _du_modele(valeur: Any) -> Iterator[str]:
    """Every field that is an address, however deep; a text that cites one is not."""
    if isinstance(valeur, Modele):
        for _, contenu in valeur:
            yield from _du_modele(contenu)
    elif isinstance(valeur, tuple):
        for element in valeur:
            yield from _du_modele(element)
    elif isinstance(valeur, str) and _ADRESSE.match(valeur) and not re.search(r"\s", valeur):
        yield valeur


def essayer(adresse: str, *, delai: float = DELAI) -> Essai:
    """Ask for an address as a robot that says its name; the body is not read."""
    requete = urllib.request.Request(  # noqa: S310 - http(s) only: the model refuses the rest
        adresse, headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Language": "fr"}
    )
    try:
        with urllib.request.urlopen(requete, timeout=delai):  # noqa: S310 - same
            return Essai(adresse, Etat.VIVANT)
    except urllib.error.HTTPError as erreur:
        erreur.close()
        etat = Etat.REFUS if erreur.code in _REFUS else Etat.MORT
        return Essai(adresse, etat, f"réponse {erreur.code}")
    except TimeoutError:
        return Essai(adresse, Etat.MORT, f"pas de réponse en {delai:.0f} s")
    except (OSError, HTTPException, ValueError) as erreur:
        raison = getattr(erreur, "reason", None) or erreur
        return Essai(adresse, Etat.MORT, " ".join(f"{raison}".split())[:120])


def essayer_tout(
    liste: Iterable[str],
    essai: Essayer = essayer,
    *,
    pause: float = PAUSE,
    attendre: Callable[[float], None] = time.sleep,
) -> tuple[Essai, ...]:
    """Try every address: hosts in parallel, each host one request at a time."""
    par_hote: dict[str, list[str]] = defaultdict(list)
    for adresse in liste:
        par_hote[urlsplit(adresse).hostname or ""].append(adresse)

    def hote(nom: str) -> list[Essai]:
        if nom in HOTES_FERMES:
            return [Essai(a, Etat.REFUS, "ce site refuse les robots") for a in par_hote[nom]]
        faits = []
        for rang, adresse in enumerate(par_hote[nom]):
            if rang:
                attendre(pause)
            faits.append(essai(adresse))
        return faits

    with ThreadPoolExecutor(FILS) as fils:
        return tuple(e for lot in fils.map(hote, sorted(par_hote)) for e in lot)


def rapport(essais: Sequence[Essai], citees: Mapping[str, tuple[str, ...]]) -> str:
    """What a person has to do, in Markdown; "" when every link lives or is only refused."""
    morts = [e for e in essais if e.etat is Etat.MORT]
    refus = [e for e in essais if e.etat is Etat.REFUS]
    if not morts:
        return ""
    total = f"{len(morts)} adresse{'s' if len(morts) > 1 else ''} sur {len(essais)}"
    verbe = "répondent" if len(morts) > 1 else "répond"
    lignes = [f"{total} ne {verbe} plus. {REMEDE}", ""]
    for e in morts:
        lignes.append(f"- `{e.adresse.replace('`', '%60')}` ({e.raison.replace('`', ' ')})")
        lignes += [f"  - `content/{chemin}`" for chemin in citees[e.adresse]]
    if refus:
        lignes += [
            "",
            f"<details><summary>À essayer soi-même ({len(refus)}) : {FERMES}</summary>",
            "",
        ]
        lignes += [f"- `{e.adresse.replace('`', '%60')}` ({e.raison})" for e in refus]
        lignes += ["", "</details>"]
    return "\n".join(lignes) + "\n"


def main(arguments: Sequence[str] | None = None, essai: Essayer = essayer) -> int:
    """Write the report; 0 even when links are dead, for this never blocks a publication."""
    lecteur = argparse.ArgumentParser(description="Essaie les liens externes du contenu.")
    lecteur.add_argument("--content", type=Path, default=Path("content"))
    lecteur.add_argument("--out", type=Path, required=True)
    options = lecteur.parse_args(arguments)
    lu = load(options.content)
    if lu.catalogue is None:
        sys.stderr.write(format_text(lu.diagnostics))
        return 1
    citees = adresses(lu.catalogue)
    essais = essayer_tout(citees, essai)
    options.out.write_text(rapport(essais, citees), encoding="utf-8")
    vivants = sum(e.etat is Etat.VIVANT for e in essais)
    morts = sum(e.etat is Etat.MORT for e in essais)
    sys.stdout.write(
        f"{len(essais)} adresses : {vivants} répondent, {morts} ne répondent plus, "
        f"{len(essais) - vivants - morts} refusent les robots.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
