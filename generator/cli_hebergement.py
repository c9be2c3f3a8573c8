"""The command of those who host the site: the configuration of their server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli_francais import Commande
from generator.cli_options import ERREUR_CONTENU, content_option

_HOTES = ("nginx", "apache", "caddy", "_headers")


@click.command("hebergement", cls=Commande)
@click.argument("hote", metavar="HOTE", type=click.Choice(_HOTES))
@content_option
@click.option("--base-url", default="", help="Adresse publique (par défaut : « url » de site.yml).")
@click.option(
    "--racine",
    default="/srv/catalogue/site",
    show_default="/srv/catalogue/site",
    metavar="DOSSIER",
    help="Dossier du site publié, sur le serveur.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=80, show_default="80", help="Port d'écoute."
)
def hebergement(hote: str, content: Path, base_url: str, racine: str, port: int) -> None:
    """Écrit la configuration d'un hébergement : en-têtes de sécurité, caches, types, compression.

    HOTE est nginx, apache, caddy, ou _headers (le fichier que lisent des hébergeurs de sites
    statiques).
    """
    from generator.hebergement import Cible, CibleError, ecrire  # noqa: PLC0415 - start fast

    try:
        cible = Cible(base_url or _url(content), racine, port)
    except CibleError as erreur:
        raise click.UsageError(str(erreur)) from erreur
    click.echo(ecrire(hote, cible), nl=False)


def _url(content: Path) -> str:
    """The address said by the content; its errors end the command."""
    from generator.catalogue.load import load  # noqa: PLC0415 - start fast
    from generator.diagnostics import format_text  # noqa: PLC0415

    lu = load(content)
    if lu.catalogue is None:
        click.echo(format_text(lu.diagnostics), err=True)
        sys.exit(ERREUR_CONTENU)
    return lu.catalogue.site.url


COMMANDES = (hebergement,)
