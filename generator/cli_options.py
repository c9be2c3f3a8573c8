"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

ERREUR_CONTENU = 1

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("content"),
    show_default="content",
    help="Dossier du contenu.",
)
