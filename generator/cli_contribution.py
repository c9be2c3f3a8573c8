"""The commands of those who write the content: skeletons, canonical form, spreadsheets."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from generator.cli_francais import Commande, Groupe
from generator.cli_options import (
    ERREUR_CONTENU,
    aujourd_hui,
    commande,
    content_option,
    date_option,
)

MONTREES = 100
"""Errors of a table shown at once."""


def _octets(fichier: Path) -> bytes:
    if not fichier.exists():
        raise click.ClickException(f"ce fichier n'existe pas : « {fichier} »")
    return fichier.read_bytes()


@click.command("new", cls=Commande)
@click.argument("sorte", metavar="SORTE", type=click.Choice(["concertation", "suites", "guide"]))
@click.argument("identifiant", metavar="IDENTIFIANT")
@content_option
def nouveau(sorte: str, identifiant: str, content: Path) -> None:
    """Écrit le squelette commenté d'une fiche : « concertation », « suites » ou « guide ».

    IDENTIFIANT est le nom permanent de la concertation (ou du guide) : minuscules sans accent,
    chiffres et tirets.
    """
    from generator.contribute.files import ecrire_atomique  # noqa: PLC0415 - start fast
    from generator.contribute.new import RefusError  # noqa: PLC0415
    from generator.contribute.new import nouveau as preparer  # noqa: PLC0415
    from generator.source.discover import Kind  # noqa: PLC0415

    try:
        squelette = preparer(content, Kind(sorte), identifiant)
    except RefusError as refus:
        raise click.ClickException(str(refus)) from refus
    chemin = content / squelette.chemin
    ecrire_atomique(chemin, squelette.texte)
    click.echo(f"{chemin.as_posix()} est créé. Ensuite :")
    click.echo("  1. ouvrez-le, et remplacez chaque « à compléter » ;")
    click.echo(f"  2. vérifiez : {commande('check', chemin)}")
    click.echo(f"  3. retirez les explications : {commande('format', '--sans-aide', chemin)}")
    click.echo("  4. proposez-le : une demande de fusion (« pull request ») sur la forge.")


@click.command("format", cls=Commande)
@click.argument("chemins", nargs=-1, metavar="[CHEMINS]...", type=click.Path(path_type=Path))
@content_option
@click.option("--check", "seulement", is_flag=True, help="N'écrit rien : dit ce qui changerait.")
@click.option("--sans-aide", is_flag=True, help="Retire aussi les explications d'un squelette.")
def mettre_en_forme(
    chemins: tuple[Path, ...],
    content: Path,
    seulement: bool,  # noqa: FBT001 - click gives flags by keyword
    sans_aide: bool,  # noqa: FBT001
) -> None:
    """Met les fichiers en forme, sans rien changer à ce qu'ils disent ni perdre une remarque.

    CHEMINS limite aux fichiers ou dossiers donnés.
    """
    from generator.contribute.files import ecrire_atomique  # noqa: PLC0415 - start fast
    from generator.contribute.files import mettre_en_forme as preparer  # noqa: PLC0415
    from generator.diagnostics import accord, format_text, has_errors  # noqa: PLC0415

    resultat = preparer(content, chemins, sans_aide=sans_aide)
    if resultat.diagnostics:
        click.echo(format_text(resultat.diagnostics), err=True)
    for chemin, texte in resultat.textes.items():
        click.echo(chemin.as_posix())
        if not seulement:
            ecrire_atomique(chemin, texte)
    lus = f"{accord(resultat.lus, 'fichier')} lu{'s' if resultat.lus > 1 else ''}"
    change = accord(len(resultat.textes), "fichier")
    click.echo(f"{lus}, {change} {'à mettre' if seulement else 'mis'} en forme.", err=True)
    if chemins and not resultat.lus:
        raise click.ClickException(f"aucun fichier du contenu sous « {chemins[0]} »")
    if has_errors(resultat.diagnostics) or (seulement and resultat.textes):
        sys.exit(ERREUR_CONTENU)


@click.group("suites", cls=Groupe)
def suites() -> None:
    """Sort un devoir de suite dans un tableur, et l'y relit."""


@suites.command("export")
@click.argument("identifiant", metavar="IDENTIFIANT")
@content_option
@click.option(
    "--to",
    "cible",
    required=True,
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fichier à écrire : .xlsx (conseillé) ou .csv.",
)
def exporter(identifiant: str, content: Path, cible: Path) -> None:
    """Écrit le devoir de suite d'une concertation dans un tableur, vide s'il n'existe pas encore."""
    from generator.contribute.imports import exporter as preparer  # noqa: PLC0415 - start fast
    from generator.contribute.new import RefusError  # noqa: PLC0415

    try:
        brut = preparer(content, identifiant, cible.suffix)
    except RefusError as refus:
        raise click.ClickException(str(refus)) from refus
    cible.write_bytes(brut)
    click.echo(
        f"{cible} est écrit. Remplissez-le, puis : {commande('suites', 'import', identifiant, cible)}"
    )


@suites.command("import")
@click.argument("identifiant", metavar="IDENTIFIANT")
@click.argument("fichier", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@content_option
@click.option(
    "--autoriser-retraits",
    is_flag=True,
    help="Accepte que des lignes du fichier publié aient disparu du tableau.",
)
@click.option("--essai", is_flag=True, help="N'écrit rien : dit ce qui changerait.")
def importer(
    identifiant: str,
    fichier: Path,
    content: Path,
    autoriser_retraits: bool,  # noqa: FBT001 - click gives flags by keyword
    essai: bool,  # noqa: FBT001
) -> None:
    """Relit un tableur (.xlsx ou .csv) : seules les cellules changées touchent le fichier.

    Les remarques et l'ordre du fichier sont gardés. À la moindre erreur, rien n'est écrit, et toutes
    sont dites, avec leur cellule.
    """
    from generator.contribute.files import ecrire_atomique  # noqa: PLC0415 - start fast
    from generator.contribute.imports import importer as preparer  # noqa: PLC0415
    from generator.contribute.new import RefusError  # noqa: PLC0415
    from generator.diagnostics import accord, printable  # noqa: PLC0415

    try:
        resultat = preparer(
            content,
            identifiant,
            _octets(fichier),
            fichier.suffix,
            autoriser_retraits=autoriser_retraits,
        )
    except RefusError as refus:
        raise click.ClickException(str(refus)) from refus
    for nom in resultat.ignorees:
        click.echo(f"Feuille ignorée : « {printable(nom)} ».", err=True)
    if resultat.texte is None:
        for faute in resultat.fautes[:MONTREES]:
            click.echo("\n".join(map(printable, str(faute).split("\n"))))
        if len(resultat.fautes) > MONTREES:
            click.echo(f"… et {len(resultat.fautes) - MONTREES} autres.")
        click.echo(f"{accord(len(resultat.fautes), 'erreur')} : rien n'est écrit.", err=True)
        sys.exit(ERREUR_CONTENU)
    chemin = content / resultat.chemin
    if resultat.change and not essai:
        ecrire_atomique(chemin, resultat.texte)
    click.echo(f"{chemin.as_posix()} : {resultat.resume}{' (essai)' if essai else ''}.")


@click.command("diff", cls=Commande)
@click.argument("base", metavar="BASE")
@click.argument("tete", metavar="[HEAD]", default="")
@content_option
@date_option
@click.option(
    "--format",
    "forme",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default="text",
    help="Pour l'écran, pour une demande de fusion, ou pour un programme.",
)
@click.option("--apercu", default="", metavar="ADRESSE", help="Adresse d'un aperçu du site.")
def comparer(  # noqa: PLR0913, PLR0917 - one parameter an option
    base: str, tete: str, content: Path, jour: date | None, forme: str, apercu: str
) -> None:
    """Dit ce que change une contribution, en phrases : BASE est la branche ou le commit publié.

    Sans HEAD, compare les fichiers tels qu'ils sont sur cette machine. Ce que d'autres ont publié
    depuis n'est pas dit.
    """
    from generator.contribute.new import RefusError  # noqa: PLC0415 - start fast
    from generator.contribute.review_git import comparer_revisions  # noqa: PLC0415
    from generator.contribute.review_text import ecrire  # noqa: PLC0415

    try:
        revue = comparer_revisions(content, base, tete, jour or aujourd_hui())
    except RefusError as refus:
        raise click.ClickException(str(refus)) from refus
    click.echo(ecrire(revue, forme, apercu), nl=False)


@click.command("from-form", cls=Commande)
@click.argument(
    "evenement", metavar="FICHIER.json", type=click.Path(path_type=Path, dir_okay=False)
)
@content_option
@click.option(
    "--out",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    show_default="le dossier du contenu",
    help="Dossier où écrire le fichier, à sa place dans le contenu.",
)
def depuis_formulaire(evenement: Path, content: Path, out: Path | None) -> None:
    """Change un formulaire rempli sur la forge en fichier, ou dit ce qu'il reste à corriger.

    FICHIER.json est l'événement du ticket, tel que la forge le donne.
    """
    from generator.contribute.files import ecrire_atomique  # noqa: PLC0415 - start fast
    from generator.contribute.form import depuis_formulaire as preparer  # noqa: PLC0415
    from generator.contribute.new import RefusError  # noqa: PLC0415
    from generator.diagnostics import accord, printable  # noqa: PLC0415

    try:
        demande = preparer(content, _octets(evenement))
    except RefusError as refus:
        raise click.ClickException(str(refus)) from refus
    if demande.fautes:
        for faute in demande.fautes:
            click.echo("\n".join(map(printable, str(faute).split("\n"))))
        click.echo(
            f"{accord(len(demande.fautes), 'réponse')} à corriger : rien n'est écrit.", err=True
        )
        sys.exit(ERREUR_CONTENU)
    if demande.texte is None:
        click.echo(demande.note)
        return
    chemin = (out or content) / demande.chemin
    ecrire_atomique(chemin, demande.texte)
    click.echo(f"{demande.titre}\n{chemin.as_posix()}")


COMMANDES = (nouveau, mettre_en_forme, suites, comparer, depuis_formulaire)
