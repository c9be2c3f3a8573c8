"""Click in French: its help and its usage errors are the only English a référent would meet."""

from __future__ import annotations

import re
from typing import Any

import click

COLONNES = 100


class _Francais(click.Command):
    """Headings and the help option, in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        morceaux = [
            m.replace("[OPTIONS]", "[OPTIONS]").replace(
                "COMMAND [ARGS]...", "COMMANDE [ARGUMENTS]..."
            )
            for m in self.collect_usage_pieces(ctx)
        ]
        formatter.write_usage(ctx.command_path, " ".join(morceaux), prefix="Utilisation : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under a French heading."""
        lignes = [
            (r[0], _traduire(r[1]))
            for p in self.get_params(ctx)
            if (r := p.get_help_record(ctx)) is not None
        ]
        if lignes:
            with formatter.section("Options"):
                formatter.write_dl(lignes)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The help option, described in French."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Affiche cette aide."
        return option


class Commande(_Francais):
    """A command whose help is in French."""


class Groupe(_Francais, click.Group):
    """A group of commands whose help is in French."""

    command_class = Commande

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _Francais.format_options(self, ctx, formatter)
        lignes = [
            (nom, commande.get_short_help_str(COLONNES))
            for nom in self.list_commands(ctx)
            if (commande := self.get_command(ctx, nom)) is not None and not commande.hidden
        ]
        if lignes:
            with formatter.section("Commandes"):
                formatter.write_dl(lignes)


def _traduire(aide: str) -> str:
    """The notes that click adds to the help of an option."""
    aide = re.sub(r"\[default: \(?([^\])]*)\)?", r"[par défaut : \1", aide)
    return aide.replace("required]", "obligatoire]")


_CHOIX = re.compile(r"'(?P<typed>[^']*)' is not one of (?P<allowed>.*)\.")
_MESSAGES = (
    ("No such command ", "commande inconnue : "),
    ("Got unexpected extra argument ", "argument en trop : "),
    ("Got unexpected extra arguments ", "arguments en trop : "),
)


def usage(erreur: click.ClickException) -> str:
    """A usage error, in one French sentence."""
    match erreur:
        case click.NoSuchOption():
            proches = ", ".join(erreur.possibilities or ())
            suite = f" ; vouliez-vous dire {proches} ?" if proches else ""
            return f"option inconnue : {erreur.option_name}{suite}"
        case click.MissingParameter():
            return f"il manque {_nom(erreur.param)}"
        case click.BadParameter():
            nom = f"« {erreur.param_hint} »" if erreur.param_hint else _nom(erreur.param)
            return f"valeur refusée pour {nom} : {_CHOIX.sub(_choix, erreur.message)}"
    for anglais, francais in _MESSAGES:
        if erreur.message.startswith(anglais):
            return francais + erreur.message.removeprefix(anglais).strip("().")
    return erreur.message


def _choix(trouve: re.Match[str]) -> str:
    return f"« {trouve['typed']} » ; choix : {trouve['allowed'].replace(chr(39), '')}"


def _nom(parametre: Any) -> str:
    if parametre is None:
        return "un argument"
    noms = (
        parametre.opts if isinstance(parametre, click.Option) else [parametre.human_readable_name]
    )
    return f"« {' / '.join(noms)} »"
