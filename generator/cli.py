"""The command line: ``catalogue``. Each command calls one function and prints what it returns."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import (
    __version__,
    cli_construction,
    cli_contribution,
    cli_donnees,
    cli_hebergement,
)
from generator.cli_francais import Groupe
from generator.cli_options import (
    ERREUR_CONTENU,
    Jour,
    aujourd_hui,
    content_option,
    date_option,
    jobs_option,
)

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic

SEMAINE = timedelta(days=6)
"""From the first day of a week to its last."""


@click.group(
    cls=Groupe, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(
    __version__, "--version", message="catalogue %(version)s", help="Affiche la version."
)
def cli() -> None:
    """Le catalogue des concertations citoyennes : vérifier, construire et prévisualiser le site."""


@cli.command()
@click.argument("paths", nargs=-1, metavar="[CHEMINS]...", type=click.Path(path_type=Path))
@content_option
@jobs_option
@click.option(
    "--format",
    "forme",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default="text",
    help="Pour l'écran, pour les annotations de la forge, ou pour un programme.",
)
@click.option("--tout", is_flag=True, help="Montre toutes les erreurs, même au-delà de quarante.")
@click.option(
    "--against",
    default="",
    metavar="REV",
    help="Refuse aussi ce qui recule sans motif par rapport à cette branche ou ce commit.",
)
@click.option(
    "--date",
    "jour",
    type=Jour(),
    default=None,
    help="Jour après lequel aucun fait ne peut être daté (par défaut : aujourd'hui, à Paris).",
)
def check(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: tuple[Path, ...],
    content: Path,
    jour: date | None,
    jobs: int | None,
    forme: str,
    tout: bool,  # noqa: FBT001 - click gives flags by keyword
    against: str,
) -> None:
    """Vérifie le contenu et dit les erreurs de tous les fichiers à la fois, avec leur place.

    CHEMINS limite ce qui est montré à ces fichiers ou dossiers ; les règles entre fichiers voient
    toujours tout le contenu.
    """
    from generator.catalogue.load import check as verifier  # noqa: PLC0415 - start fast
    from generator.diagnostics import (  # noqa: PLC0415
        format_github,
        format_json,
        format_text,
        has_errors,
        summary,
    )
    from generator.registre import perdues  # noqa: PLC0415

    lu = verifier(content, paths, jour=jour or aujourd_hui(), jobs=jobs or 1)
    if against:
        diagnostics = lu.diagnostics + _reculs(content, against)
    else:  # what ``--against`` tells at the place where it was
        diagnostics = (*lu.diagnostics, *(perdues(content, lu.catalogue) if lu.catalogue else ()))
    if forme == "json":
        click.echo(format_json(diagnostics, inacheve=lu.inacheve), nl=False)
    elif forme == "github":
        click.echo(format_github(diagnostics, inacheve=lu.inacheve), nl=False)
    else:
        couleur = sys.stdout.isatty()
        click.echo(format_text(diagnostics, everything=tout, color=couleur), nl=False)
        click.echo(summary(diagnostics, lu.files, inacheve=lu.inacheve))
    if has_errors(diagnostics):
        sys.exit(ERREUR_CONTENU)


def _reculs(content: Path, rev: str) -> tuple[Diagnostic, ...]:
    """What goes backward since a revision; a revision that cannot be used is a usage error."""
    from generator.against import RevisionError, comparer  # noqa: PLC0415 - start fast

    try:
        return comparer(content, rev)
    except RevisionError as erreur:
        raise click.BadParameter(str(erreur), param_hint="--against") from erreur


@cli.command()
@content_option
@date_option
@jobs_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default="8000", help="Port local."
)
@click.option("--host", default="127.0.0.1", show_default="127.0.0.1", help="Adresse d'écoute.")
def serve(content: Path, jour: date | None, jobs: int | None, port: int, host: str) -> None:
    """Montre le site sur cette machine, et le reconstruit à chaque changement du contenu."""
    from generator.equipe import processus  # noqa: PLC0415 - start fast
    from generator.serve import CACHE, servir  # noqa: PLC0415
    from generator.verrous import en_usage  # noqa: PLC0415

    with en_usage(CACHE / "rendus"):
        servir(content, jour or aujourd_hui(), processus(jobs), host, port)


@cli.command()
@content_option
@date_option
@click.option(
    "--by",
    "par",
    type=click.Choice(["motif", "ministere"]),
    default="motif",
    show_default="motif",
    help="Regroupe par motif ou par ministère.",
)
@click.option("--ministere", default="", metavar="ID", help="Ne garde que ce ministère.")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["text", "markdown", "csv", "json"]),
    default="text",
    show_default="text",
    help="Forme du résultat.",
)
def relances(content: Path, jour: date | None, par: str, ministere: str, forme: str) -> None:
    """Dit ce qui est dû, en retard, à revoir ou incomplet, et pourquoi."""
    from generator.catalogue.load import load  # noqa: PLC0415 - start fast
    from generator.diagnostics import format_text  # noqa: PLC0415
    from generator.relances import ecrire  # noqa: PLC0415

    lu = load(content)
    if lu.catalogue is None:
        click.echo(format_text(lu.diagnostics), err=True)
        sys.exit(ERREUR_CONTENU)
    connus = lu.catalogue.referentiels.ministeres
    if ministere and ministere not in connus:
        raise click.BadParameter(
            f"« {ministere} » ; connus : {', '.join(connus)}", param=None, param_hint="--ministere"
        )
    texte = ecrire(
        lu.catalogue, jour or aujourd_hui(), forme, par_ministere=par == "ministere", seul=ministere
    )
    click.echo(texte, nl=False)


@cli.command()
@content_option
@date_option
@click.option(
    "--since",
    "depuis",
    type=Jour(),
    default=None,
    help="Premier jour de la période, inclus (par défaut : les sept derniers jours).",
)
@click.option("--ministere", default="", metavar="ID", help="Ne garde que ce ministère.")
@click.option(
    "--format",
    "forme",
    type=click.Choice(["markdown", "html", "text"]),
    default="markdown",
    show_default="markdown",
    help="Forme de la lettre.",
)
def digest(
    content: Path, jour: date | None, depuis: date | None, ministere: str, forme: str
) -> None:
    """Écrit la lettre d'une période : ce que le catalogue a publié depuis un jour."""
    from generator.catalogue.load import load  # noqa: PLC0415 - start fast
    from generator.diagnostics import format_text  # noqa: PLC0415
    from generator.digest import ecrire  # noqa: PLC0415
    from generator.history.lecture import lire_historique  # noqa: PLC0415

    fin = jour or aujourd_hui()
    depuis = depuis or fin - SEMAINE
    if depuis > fin:
        raise click.BadParameter(f"{depuis} est après {fin}", param_hint="--since")
    lu = load(content)
    if lu.catalogue is None:
        click.echo(format_text(lu.diagnostics), err=True)
        sys.exit(ERREUR_CONTENU)
    connus = lu.catalogue.referentiels.ministeres
    if ministere and ministere not in connus:
        raise click.BadParameter(
            f"« {ministere} » ; connus : {', '.join(connus)}", param_hint="--ministere"
        )
    historique = lire_historique(content)
    if historique.absence:
        click.echo(f"attention : sans historique ({historique.absence}),", err=True, nl=False)
        click.echo(" seules les dates de relecture sont connues.", err=True)
    click.echo(ecrire(lu.catalogue, historique, (depuis, fin), forme, ministere), nl=False)


for _commande in (
    *cli_contribution.COMMANDES,
    *cli_construction.COMMANDES,
    *cli_donnees.COMMANDES,
    *cli_hebergement.COMMANDES,
):
    cli.add_command(_commande)
