"""A letter as Markdown, HTML or plain text, ready for a mailing tool; and the feed of letters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape

from generator.encoders.flux import Entree, Flux, ecrire_entree, encoder
from generator.events.dossier import autorite
from generator.events.model import minuit
from generator.events.retours import fin_de_mois
from generator.expression import expression
from generator.views.base import COMMUN, Output, fichier
from generator.views.flux import FORMATS, LETTRES
from generator.views.lettre import INDEX, Brouillon, Lettre, chemin_lettre
from generator.world import World

FORMES = ("markdown", "html", "text")
LARGEUR = 72
MAXIMUM = 50
_SPECIAUX = expression(r"([\\`*_{}\[\]<>#|~])")


def mettre_en_forme(lettre: Lettre, forme: str, base_url: str) -> str:
    """The letter in one of ``FORMES``, with absolute addresses."""
    return {"markdown": _markdown, "html": _html, "text": _texte}[forme](lettre, base_url)


def _autres(nombre: int) -> str:
    return f"Et {nombre} de plus, dans le catalogue." if nombre else ""


def _markdown(lettre: Lettre, base_url: str) -> str:
    def sur(texte: str) -> str:
        return _SPECIAUX.sub(r"\\\1", texte)

    lignes = [f"# {sur(lettre.titre)}", "", sur(lettre.intro)]
    for section in lettre.sections:
        lignes += ["", f"## {sur(section.titre)}", ""]
        lignes += [
            f"- [{sur(x.titre)}]({base_url}{x.chemin})\\\n  {sur(x.phrase)}" for x in section.lignes
        ]
        if section.autres:
            lignes += ["", _autres(section.autres)]
    return "\n".join(lignes) + "\n"


def _texte(lettre: Lettre, base_url: str) -> str:
    def plie(texte: str, marge: str) -> str:
        return textwrap.fill(
            texte,
            LARGEUR,
            initial_indent=marge,
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )

    lignes = [lettre.titre.upper(), "", plie(lettre.intro, "")]
    for section in lettre.sections:
        lignes += ["", section.titre.upper()]
        for x in section.lignes:
            lignes += ["", plie(x.titre, "* "), plie(x.phrase, "  "), f"  {base_url}{x.chemin}"]
        if section.autres:
            lignes += ["", _autres(section.autres)]
    return "\n".join(lignes) + "\n"


def fragment(lettre: Lettre, base_url: str) -> str:
    """The letter as HTML, without its title: what a page or a feed holds."""
    morceaux = [f"<p>{escape(lettre.intro, quote=False)}</p>"]
    for section in lettre.sections:
        morceaux.append(f"<h2>{escape(section.titre, quote=False)}</h2><ul>")
        morceaux += [
            f'<li><a href="{escape(base_url + x.chemin)}">{escape(x.titre, quote=False)}</a>'
            f"<br>{escape(x.phrase, quote=False)}</li>"
            for x in section.lignes
        ]
        morceaux.append("</ul>")
        if section.autres:
            morceaux.append(f"<p>{_autres(section.autres)}</p>")
    return "\n".join(morceaux)


def _html(lettre: Lettre, base_url: str) -> str:
    titre = escape(lettre.titre, quote=False)
    return (
        f'<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<title>{titre}</title>\n'
        f"</head>\n<body>\n<h1>{titre}</h1>\n{fragment(lettre, base_url)}\n</body>\n</html>\n"
    )


def _entree(world: World, brouillon: Brouillon) -> Entree:
    lettre = brouillon.rediger(world)
    chemin = chemin_lettre(brouillon.premier)
    return Entree(
        id=f"{autorite(world.catalogue)}{chemin.rstrip('/')}",
        titre=lettre.titre,
        lien=world.absolue(chemin),
        publie=_publiee(brouillon),
        resume=lettre.intro,
        html=fragment(lettre, world.base_url),
    )


def _publiee(brouillon: Brouillon) -> datetime:
    return minuit(fin_de_mois(brouillon.premier) + timedelta(days=1))


def _sortie(world: World, lettres: tuple[Brouillon, ...], maj: datetime, extension: str) -> bytes:
    nom = world.catalogue.site.nom
    flux = Flux(
        titre=f"{INDEX.titre} – {nom}",
        description="Chaque mois, ce que ce catalogue a publié.",
        adresse=world.absolue(LETTRES),
        page=world.absolue(INDEX.chemin),
        auteur=nom,
        site=world.base_url,
        maj=maj,
    )
    return encoder(
        flux, extension, (ecrire_entree(_entree(world, x), nom, extension) for x in lettres)
    )


def sorties(world: World, lettres: tuple[Brouillon, ...]) -> Iterator[Output]:
    """The feed of the monthly letters: each is published the day after its month."""
    maj = _publiee(lettres[0]) if lettres else minuit(world.jour.replace(day=1))
    for extension, _ in FORMATS:
        arguments = (lettres[:MAXIMUM], maj, extension)
        yield fichier(f"{LETTRES}.{extension}", _sortie, *arguments, portee=COMMUN)
