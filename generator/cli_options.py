"""Options that several commands share."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

ERREUR_CONTENU = 1

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    default=Path("content"),
    show_default="content",
    help="Dossier du contenu.",
)


class Jour(click.ParamType[date]):
    """A day, AAAA-MM-JJ."""

    name = "AAAA-MM-JJ"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read a day; a wrong one is a usage error."""
        from schemas.dates import lire_jour  # noqa: PLC0415 - start fast

        try:
            return lire_jour(value)
        except ValueError:
            self.fail("une date s'écrit AAAA-MM-JJ, et doit exister", param, ctx)


def commande(*arguments: str | Path) -> str:
    """What to type to call this program again, with arguments: as the user did."""
    return " ".join((_programme(), *(a if isinstance(a, str) else a.as_posix() for a in arguments)))


def _programme() -> str:
    lance = Path(sys.argv[0])
    if lance.name == "__main__.py":
        return "python -m generator"
    from shutil import which  # noqa: PLC0415 - start fast

    trouve = which("catalogue")
    if lance.stem != "catalogue" or (trouve and Path(trouve).resolve() == lance.resolve()):
        return "catalogue"
    ici = Path.cwd()
    chemin = str(lance.relative_to(ici) if lance.is_relative_to(ici) else lance)
    return f'"{chemin}"' if " " in chemin else chemin


def aujourd_hui() -> date:
    """The day in Paris: the only clock of the project, at its very edge."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - start fast

    return datetime.now(ZoneInfo("Europe/Paris")).date()


date_option = click.option(
    "--date",
    "jour",
    type=Jour(),
    default=None,
    help="Jour de construction (par défaut : aujourd'hui, à Paris).",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    default=None,
    help="Nombre de processus (par défaut : les processeurs).",
)
