"""The page « Suivre »: choose what to follow, get its address, and know what to do with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator import francais
from generator.views.base import ACCUEIL, COMMUN, Contenu, Gabarit, Lien, Output, PageMeta, page
from generator.views.flux import (
    CATALOGUE,
    Coupe,
    calendriers_servis,
    coupes_generales,
    coupes_ministeres,
    coupes_thematiques,
    coupes_types,
    flux_liens,
    webcal,
)
from generator.views.lettre import INDEX, SUIVRE
from generator.world import World


class LigneSuivi(Struct, frozen=True):
    """Something to follow: site paths of its feeds; absolute address of its calendar, or "".

    A calendar that holds nothing keeps its address, and is not offered until it does.
    """

    nom: str
    description: str
    atom: str
    rss: str
    json: str
    agenda: str


class GroupeSuivi(Struct, frozen=True):
    """Things to follow, of one kind."""

    id: str
    titre: str
    lignes: tuple[LigneSuivi, ...]


class SuivreView(Struct, frozen=True):
    """The page."""

    groupes: tuple[GroupeSuivi, ...]
    lettres: Lien


def _lignes(
    world: World, coupes: Iterable[Coupe], servis: tuple[str, ...]
) -> tuple[LigneSuivi, ...]:
    return tuple(
        LigneSuivi(
            c.titre,
            c.description,
            f"{c.base}.atom",
            f"{c.base}.rss",
            f"{c.base}.json",
            webcal(world, c.calendrier) if c.calendrier in servis else "",
        )
        for c in coupes
    )


def _par_nom(coupes: tuple[Coupe, ...]) -> list[Coupe]:
    return sorted(coupes, key=lambda c: francais.cle_tri(c.titre))


def _page(world: World, servis: tuple[str, ...]) -> Contenu:
    def groupe(cle: str, titre: str, coupes: Iterable[Coupe]) -> GroupeSuivi:
        return GroupeSuivi(cle, titre, _lignes(world, coupes, servis))

    vue = SuivreView(
        (
            groupe("essentiel", "L’essentiel", coupes_generales()),
            groupe("types", "Un type d’événement", coupes_types()),
            groupe("ministeres", "Un ministère", _par_nom(coupes_ministeres(world))),
            groupe("thematiques", "Une thématique", _par_nom(coupes_thematiques(world))),
        ),
        INDEX,
    )
    meta = PageMeta(
        titre=SUIVRE.titre,
        description="Être prévenu de ce qui change, sans compte ni application : flux, courriel, agenda.",
        chemin=SUIVRE.chemin,
        fil=(ACCUEIL, SUIVRE),
        menu_actif=SUIVRE.chemin,
        flux=flux_liens(CATALOGUE, "Tout le catalogue"),
    )
    return Gabarit("pages/suivre.html.j2", meta, vue)


def sorties(world: World) -> Iterator[Output]:
    """The page « Suivre »."""
    servis = {calendrier for servis in calendriers_servis.tous(world) for calendrier in servis}
    yield page(SUIVRE.chemin, _page, tuple(sorted(servis)), portee=COMMUN)
