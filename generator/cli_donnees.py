"""The commands of those who publish: the register of addresses, and the check of a published site."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli_francais import Commande
from generator.cli_options import (
    ERREUR_CONTENU,
    aujourd_hui,
    content_option,
    date_option,
    jobs_option,
)

if TYPE_CHECKING:
    from generator.build import BuildReport, Site
    from generator.verify import Ecarts

MONTRES = 20
"""Paths shown of each kind; the others are counted."""


def _construire(
    content: Path, jour: date, base_url: str, jobs: int | None
) -> tuple[Site, BuildReport]:
    """The site in memory; its errors end the command."""
    from generator.build import Options, site_en_memoire  # noqa: PLC0415 - start fast
    from generator.diagnostics import format_text  # noqa: PLC0415
    from generator.equipe import processus  # noqa: PLC0415

    site, rapport = site_en_memoire(Options(content, Path(), jour, base_url, processus(jobs)))
    if site is None:
        click.echo(format_text(rapport.diagnostics), err=True)
        sys.exit(ERREUR_CONTENU)
    return site, rapport


@click.command("adresses", cls=Commande)
@content_option
@date_option
@jobs_option
@click.option("--ecrire", is_flag=True, help="Ajoute les nouvelles adresses au registre.")
def adresses(content: Path, jour: date | None, jobs: int | None, ecrire: bool) -> None:  # noqa: FBT001 - click gives flags by keyword
    """Dit quelles adresses du site ne sont pas encore au registre (adresses.lock).

    Une adresse inscrite ne peut plus disparaître : la construction refuse de la perdre.
    """
    from generator.adresses import ecrire as texte_du_registre  # noqa: PLC0415 - start fast
    from generator.diagnostics import accord  # noqa: PLC0415
    from generator.registre import REGISTRE, lire  # noqa: PLC0415

    _, rapport = _construire(content, jour or aujourd_hui(), "", jobs)
    inscrites = lire(content)
    nouvelles = sorted(set(rapport.adresses) - set(inscrites))
    registre = content / REGISTRE
    for adresse in () if ecrire else nouvelles:
        click.echo(adresse)
    if ecrire and nouvelles:
        registre.write_text(texte_du_registre((*inscrites, *nouvelles)), encoding="utf-8")
    if ecrire:
        click.echo(f"{registre.as_posix()} : {accord(len(nouvelles), 'adresse')} de plus")
    else:
        click.echo(
            f"{registre.as_posix()} : {accord(len(inscrites), 'adresse')} ; {len(nouvelles)} à ajouter"
            + (" (« catalogue adresses --ecrire »)" if nouvelles else "")
        )


@click.command("verify", cls=Commande)
@click.argument("cible", metavar="ADRESSE_OU_DOSSIER")
@content_option
@jobs_option
def verify(cible: str, content: Path, jobs: int | None) -> None:
    """Reconstruit le site et dit tout fichier publié qui diffère.

    ADRESSE_OU_DOSSIER est un site publié (https://…) ou une copie de ses fichiers. Le site est
    reconstruit pour le même jour et la même adresse, d'après le « manifest.json » publié.
    """
    from generator import verify as v  # noqa: PLC0415 - start fast
    from generator.encoders.scelles import empreinte  # noqa: PLC0415

    try:
        lire = v.lecteur(cible)
        origine = v.origine(lire)
        site, _ = _construire(content, origine.jour, origine.base_url, jobs)
        attendus = {chemin: empreinte(octets).sha256 for chemin, octets in site.files.items()}
        publies = (*origine.chemins, *v.fichiers_du_dossier(cible))
        ecarts = v.comparer(lire, attendus, publies)
    except v.VerificationError as refus:
        raise click.ClickException(str(refus)) from refus
    click.echo(
        f"Site publié le {origine.jour}, du commit {origine.commit[:12] or 'inconnu'}, "
        f"pour {origine.base_url}"
    )
    _montrer(ecarts)
    if not ecarts.aucun:
        sys.exit(ERREUR_CONTENU)


def _montrer(ecarts: Ecarts) -> None:
    from generator.diagnostics import accord, printable  # noqa: PLC0415 - start fast

    for titre, chemins in (
        ("Différents", ecarts.differents),
        ("Absents de la cible", ecarts.absents),
        ("En trop dans la cible", ecarts.en_trop),
    ):
        if chemins:
            click.echo(f"{titre} ({len(chemins)}) :")
            for chemin in chemins[:MONTRES]:
                click.echo(f"  {printable(chemin[:200])}")
            if len(chemins) > MONTRES:
                click.echo(f"  … et {len(chemins) - MONTRES} de plus")
    if ecarts.aucun:
        click.echo(f"Identique : {accord(ecarts.compares, 'fichier')}, octet pour octet.")
    else:
        click.echo(
            "Pas identique. Votre contenu est-il au même commit que la publication, et vos paquets aux "
            "versions du verrou ?"
        )


COMMANDES = (adresses, verify)
