"""The command line, until the whole of it exists: check the content."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.catalogue.load import check
from generator.diagnostics import format_github, format_json, format_text, has_errors, summary


@click.group()
def main() -> None:
    """Catalogue des concertations citoyennes."""


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--content", type=click.Path(path_type=Path), default=Path("content"))
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text")
@click.option("--tout", is_flag=True, help="Montrer toutes les erreurs.")
def check_command(paths: tuple[Path, ...], content: Path, form: str, *, tout: bool) -> None:
    """Vérifier le contenu."""
    loaded = check(content, paths)
    found = loaded.diagnostics
    if form == "json":
        click.echo(format_json(found), nl=False)
    elif form == "github":
        click.echo(format_github(found), nl=False)
    else:
        click.echo(format_text(found, everything=tout, color=sys.stdout.isatty()), nl=False)
        click.echo(summary(found, loaded.files))
    sys.exit(1 if has_errors(found) else 0)


if __name__ == "__main__":
    main()
