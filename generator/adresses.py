"""The addresses that this site has published: none may vanish.

``content/adresses.lock`` lists them, one a line. A published address is served again by every
build: by its own output, by a redirect (pages), or by a copy of what replaced it (data, feeds and
calendars, which no static host can redirect). An address that nothing replaces stops the build.

Left out: numbered pages of lists (``page/2/``), which move each time a record enters, the 404, what
is said of the host (``.well-known/``), and the files of the theme and of the search, whose names
follow their bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.chemins import adresse_proposition
from generator.donnees.adresses import SCELLES
from generator.expression import expression
from generator.registre import raison
from generator.views.base import COMMUN, Output, fichier
from generator.views.cartes import references
from generator.views.technique import redirection, redirections
from generator.world import World

REGLES = ("redirections/nginx.conf", "redirections/apache.conf", "_redirects")
_ENTETE = """\
# Adresses publiées : aucune ne disparaît jamais.
# Écrit par « catalogue adresses --ecrire », qui ne fait qu'ajouter ; ne pas modifier à la main.
"""
_PASSAGERE = expression(
    r"(?:.*/)?page/\d+/|404\.html|recherche/.+|\.well-known/.*"
    r"|.*/historique/|lettres/\d.*|.*-archive-\d+\.[a-z]+"
)
# A page that counts or filters exists as long as it holds something; its parent replaces it.
_FILTRE = expression(
    r"(concertations/[^/]+/suites/)(?:decision|mise-en-oeuvre)/[^/]+/(?:\d+/)?"
    r"|(concertations/[^/]+/suites/)\d+/"
    r"|(devoir-de-suite/[^/]+/)[^/]+/"
    r"|(annees/)\d+/"
)
_FICHE = expression(r"/concertations/[^/]+/")
_D_UNE_FICHE = expression(r"/(?:api/v1/)?concertations/([^/]+?)(?:/|\.json$)")
_SURE = expression(r"[A-Za-z0-9._~/-]+")


class Disparue(NamedTuple):
    """A published address that leads nowhere, and why."""

    adresse: str
    raison: str
    aide: str


class Releve(Struct, frozen=True):
    """What a build does of the published addresses: outputs that serve them again, and losses."""

    relais: tuple[Output, ...]
    disparues: tuple[Disparue, ...]
    redirigees: tuple[tuple[str, str], ...]


def ecrire(adresses: Iterable[str]) -> str:
    """The text of a register: sorted, each address once."""
    return _ENTETE + "".join(f"{a}\n" for a in sorted(set(adresses)))


def adresse(path: str) -> str:
    """The address of an output, relative to the root of the site: « / » for the home."""
    return "/" + (path.removesuffix("index.html") if path.endswith("/index.html") else path)


def publiees(world: World, outputs: Sequence[Output]) -> tuple[str, ...]:
    """Every permanent address of a build, with the anchors of proposals and measures."""
    return tuple(sorted(_vivantes(world, outputs)))


def _vivantes(world: World, outputs: Sequence[Output]) -> set[str]:
    pages = (*(o.path for o in outputs), *SCELLES, *REGLES)
    vivantes = {adresse(p) if p != "index.html" else "/" for p in pages if not _passagere(p)}
    vivantes.update(_ancres(world))
    return vivantes


def _passagere(path: str) -> bool:
    return _PASSAGERE.fullmatch(adresse(path)[1:]) is not None


def _ancres(world: World) -> Iterator[str]:
    for dossier in world.catalogue.concertations:
        for rang, reference in enumerate(references(world, dossier)):
            yield f"/{adresse_proposition(dossier.id, reference, rang)}"


def relever(world: World, outputs: Sequence[Output], registre: Iterable[str]) -> Releve:
    """Confront a build with the addresses already published."""
    moves = [(f"/{depuis}", f"/{vers}") for depuis, vers in redirections(world)]
    inscrites = tuple(registre)
    if not moves and not inscrites:  # nothing was ever published from here
        return Releve((), (), ())
    par_adresse = {_canonique(adresse(o.path)): o for o in outputs}
    vivantes = _vivantes(world, outputs)
    suivis = dict(_suivis(moves, par_adresse))
    disparues: list[Disparue] = []
    for ancienne in inscrites:
        if ancienne in vivantes or ancienne in suivis:
            continue
        page, _, ancre = ancienne.partition("#")
        nouvelle = suivis.get(page, page)
        if ancre:
            perdue = f"{nouvelle}#{ancre}" not in vivantes
        else:
            parent = _parent(page, moves)
            perdue = parent not in par_adresse
            suivis |= {} if perdue else {page: parent}
        if perdue:
            disparues.append(Disparue(ancienne, *raison(ancienne)))
    relais = [_relais(page, vers, par_adresse[vers]) for page, vers in suivis.items()]
    return Releve(tuple(relais), tuple(disparues), tuple(sorted([*moves, *suivis.items()])))


def _suivis(
    moves: Sequence[tuple[str, str]], par_adresse: Mapping[str, Output]
) -> Iterator[tuple[str, str]]:
    """Old and new address of all that moved with a record: its pages, data, feeds and calendar."""
    fiches = [(d, v) for d, v in moves if _FICHE.fullmatch(d) and _FICHE.fullmatch(v)]
    if not fiches:
        return
    par_fiche: dict[str, list[str]] = {}
    for chemin in par_adresse:
        trouve = _D_UNE_FICHE.match(chemin)
        if trouve:
            par_fiche.setdefault(f"/concertations/{trouve[1]}/", []).append(chemin)
    for depuis, vers in fiches:
        ancien, nouveau = depuis.split("/")[2], vers.split("/")[2]
        for chemin in par_fiche.get(vers, ()):
            vieux = chemin.replace(f"concertations/{nouveau}", f"concertations/{ancien}", 1)
            if vieux not in par_adresse:
                yield vieux, chemin


def _parent(page: str, moves: Sequence[tuple[str, str]]) -> str:
    """The page that replaces a filter that holds nothing any more, under its present name, or ""."""
    filtre = _FILTRE.fullmatch(page.lstrip("/"))
    if filtre is None:
        return ""
    parent = f"/{next(filter(None, filtre.groups()))}"
    for depuis, vers in moves:
        if parent.startswith(depuis):
            return vers + parent.removeprefix(depuis)
    return parent


def _canonique(chemin: str) -> str:
    return "/" if chemin == "/index.html" else chemin


def _relais(page: str, nouvelle: str, cible: Output) -> Output:
    """What is served at an old address: a redirect to a page, or the new data themselves."""
    if cible.html:
        depuis, vers = page.lstrip("/"), nouvelle.lstrip("/")
        return fichier(f"{depuis}index.html", redirection, depuis, vers, portee=COMMUN)
    return replace(cible, path=page.lstrip("/"))


def regles(world: World, releve: Releve) -> Iterator[Output]:
    """Redirects as rules, for the hosts that read some.

    Raises:
        ValueError: an address holds a character that could mean something in a rule.
    """
    racine = world.base_path.rstrip("/")
    paires = [(racine + depuis, racine + vers) for depuis, vers in releve.redirigees]
    for chemin in (c for paire in paires for c in paire):
        if not _SURE.fullmatch(chemin):
            raise ValueError(f"adresse impossible à rediriger : {chemin!r}")
    for path, remarque, lignes in (
        (
            REGLES[0],
            "# À inclure dans le bloc « server » de nginx.",
            (f"location = {d} {{ return 301 {v}; }}" for d, v in paires),
        ),
        (
            REGLES[1],
            "# À inclure dans la configuration d'Apache, ou à copier dans « .htaccess » (mod_alias).",
            (f'RedirectMatch 301 "^{re.escape(d)}$" "{v}"' for d, v in paires),
        ),
        (
            REGLES[2],
            "# Règles lues par les hébergeurs qui connaissent ce fichier.",
            (f"{d} {v} 301" for d, v in paires),
        ),
    ):
        yield fichier(path, _texte, "\n".join((remarque, *lignes)) + "\n", portee=COMMUN)


def _texte(_world: World, texte: str) -> bytes:
    return texte.encode()
