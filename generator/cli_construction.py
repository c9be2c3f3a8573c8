"""Commands that build: the site, and the cache that makes the next time faster."""

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
    from generator.build import BuildReport

_CACHE = Path("build/cache")
cache_option = click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    default=_CACHE,
    show_default="build/cache",
    help="Dossier du cache ; il peut être supprimé à tout moment.",
)


@click.command("build", cls=Commande)
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/site"),
    show_default="build/site",
    help="Dossier du site publié.",
)
@date_option
@click.option("--base-url", default="", help="Adresse publique (par défaut : « url » de site.yml).")
@jobs_option
@cache_option
@click.option(
    "--compress",
    is_flag=True,
    help="Écrit aussi chaque fichier compressé (.br et .gz), pour les serveurs qui les envoient.",
)
@click.option("--profile", "profil", is_flag=True, help="Dit où le temps est passé, par étape.")
@click.option(
    "--explain",
    "explique",
    default="",
    metavar="CHEMIN",
    help="Dit pourquoi ce fichier du site a été refait, ou repris du cache.",
)
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    content: Path,
    out: Path,
    jour: date | None,
    base_url: str,
    jobs: int | None,
    cache: Path,
    compress: bool,  # noqa: FBT001 - click gives flags by keyword
    profil: bool,  # noqa: FBT001
    explique: str,
) -> None:
    """Construit tout le site et le publie d'un seul coup : l'ancien reste entier jusque-là."""
    import gc  # noqa: PLC0415 - start fast

    from generator.equipe import processus  # noqa: PLC0415
    from generator.source.eclaireur import eclairer  # noqa: PLC0415

    gc.disable()  # one build, then the process ends: there is nothing to win back
    nombre = processus(jobs)
    with eclairer(content, nombre) as decouvrir:  # before anything long to import
        from generator.build import Options  # noqa: PLC0415
        from generator.build import build as construire  # noqa: PLC0415

        options = Options(
            content, out, jour or aujourd_hui(), base_url, nombre, cache, compress, decouvrir
        )
        rapport = construire(options)
    _montrer(rapport)
    if rapport.failed:
        click.echo(f"Rien n'a été publié : {out} reste comme avant.", err=True)
        sys.exit(ERREUR_CONTENU)
    if profil:
        for nom, duree in rapport.seconds.items():
            click.echo(f"{duree:8.3f} s  {nom}")
    if explique:
        click.echo(_expliquer(rapport, explique.removeprefix("/"), out))
    if sys.stdout.isatty():
        click.echo(f"Le site est dans {out}")


def _montrer(rapport: BuildReport) -> None:
    """Diagnostics always; the summary in one line."""
    from generator.diagnostics import format_text  # noqa: PLC0415 - start fast

    if rapport.diagnostics:
        click.echo(format_text(rapport.diagnostics), err=True)
    if rapport.failed:
        return
    total = sum(rapport.seconds.values())
    click.echo(
        f"{rapport.pages} pages, {rapport.total} fichiers ({rapport.octets / 1e6:.1f} Mo) en {total:.1f} s"
        f" ; {len(rapport.rendered)} refaits, {rapport.reused} inchangés repris tels quels."
    )


def _expliquer(rapport: BuildReport, chemin: str, out: Path) -> str:
    chemin += "index.html" if not chemin or chemin.endswith("/") else ""
    if raison := rapport.rendered.get(chemin):
        return f"« {chemin} » a été refait : {raison}."
    if not (out / chemin).is_file():
        raise click.BadParameter(f"« {chemin} » n'est pas dans le site", param_hint="--explain")
    return f"« {chemin} » a été repris du cache : rien de ce dont il dépend n'a changé."


@click.command("cache", cls=Commande)
@cache_option
@click.option("--prune", "elague", is_flag=True, help="Supprime les plus vieux rendus inutilisés.")
@click.option("--clear", "vide", is_flag=True, help="Supprime tout le cache.")
@click.option(
    "--taille",
    type=click.IntRange(0),
    default=2000,
    show_default="2000",
    metavar="MO",
    help="Avec --prune : mégaoctets de rendus inutilisés à garder.",
)
def cache(cache: Path, elague: bool, vide: bool, taille: int) -> None:  # noqa: FBT001 - click gives flags by keyword
    """Réduit ou supprime le cache. La construction suivante est seulement plus lente."""
    from generator.menage import elaguer, vider  # noqa: PLC0415 - start fast

    if elague == vide:
        raise click.UsageError("choisissez --prune ou --clear")
    if vide:
        vider(cache)
        click.echo(f"{cache} est supprimé.")
        return
    partis, octets = elaguer(cache / "rendus", taille * 1_000_000)
    click.echo(f"{partis} rendus supprimés ({octets / 1e6:.1f} Mo).")


COMMANDES = (build, cache)
