"""``python -m generator`` and the console script ``catalogue``: exit codes and last resort.

0 fine, 1 content errors, 2 usage, 70 our bug (sysexits.h, EX_SOFTWARE), 74 the disk or the network
(EX_IOERR), 130 interrupted, 143 ended by the system.
"""

from __future__ import annotations

import gc

# Files become hundreds of thousands of small objects without cycles, that all stay: looking through
# them again and again took a third of the time. So do modules: before they are imported.
gc.set_threshold(200_000, 20, 100)

import errno  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
import traceback  # noqa: E402
from typing import NoReturn  # noqa: E402

import click  # noqa: E402

from generator.cli import cli  # noqa: E402
from generator.cli_francais import usage  # noqa: E402
from generator.refus import Refus  # noqa: E402
from generator.sortie import quitter  # noqa: E402

_MEMOIRE = "la mémoire manque ; rien n'a été publié."
USAGE, BOGUE, ENTREE_SORTIE, INTERROMPU, TERMINE = 2, 70, 74, 130, 143
UN_MOMENT = 0.01
"""Seconds after which an end that was lost is tried again."""


def lancer() -> NoReturn:
    """The whole life of a command."""
    try:
        main()
    except SystemExit as fin:
        quitter(fin.code if isinstance(fin.code, int) else int(fin.code is not None))
    quitter(0)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; never a traceback for what is not our bug."""
    signal.signal(signal.SIGTERM, _terminer)
    if sys.unraisablehook is sys.__unraisablehook__ and hasattr(signal, "setitimer"):
        sys.unraisablehook = _reprendre
    try:
        cli.main(arguments, prog_name="catalogue", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as erreur:
        click.echo(erreur.ctx.get_help() if erreur.ctx else "")
        sys.exit(USAGE)
    except click.ClickException as erreur:
        click.echo(f"catalogue: {usage(erreur)}", err=True)
        sys.exit(USAGE)
    except (click.Abort, KeyboardInterrupt, _Termine) as arret:
        click.echo("Interrompu : le site publié est resté entier.", err=True)
        sys.exit(TERMINE if isinstance(arret, _Termine) else INTERROMPU)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ENTREE_SORTIE)
    except Refus as refus:
        click.echo(f"catalogue: {refus}", err=True)
        sys.exit(ENTREE_SORTIE)
    except OSError as erreur:
        from generator.publish.errors import cause  # noqa: PLC0415 - start fast

        lieu = f" ({erreur.filename})" if erreur.filename else ""
        dit = _MEMOIRE if erreur.errno == errno.ENOMEM else f"{cause(erreur)}{lieu}"
        click.echo(f"catalogue: {dit}", err=True)
        sys.exit(ENTREE_SORTIE)
    except MemoryError:
        click.echo(f"catalogue: {_MEMOIRE}", err=True)
        sys.exit(ENTREE_SORTIE)
    except Exception:  # noqa: BLE001 - the last resort says whose fault it is
        traceback.print_exc()
        click.echo(
            "catalogue: ce n'est pas une erreur de votre fichier, mais un défaut du générateur. "
            "Transmettez le texte ci-dessus à l'équipe.",
            err=True,
        )
        sys.exit(BOGUE)


class _Termine(BaseException):
    """The system asks to end, as a service or a container that stops does."""


def _terminer(*_: object) -> None:
    raise _Termine


def _reprendre(perdue: sys.UnraisableHookArgs) -> None:
    """Raise again, a moment later, the end that Python dropped.

    What a signal raises in a destructor, or in what Python calls around a fork, is only shown.
    """
    fin = perdue.exc_type
    if not issubclass(fin, (_Termine, KeyboardInterrupt)):
        sys.__unraisablehook__(perdue)
        return

    def finir(*_: object) -> None:
        raise fin

    signal.signal(signal.SIGALRM, finir)
    signal.setitimer(signal.ITIMER_REAL, UN_MOMENT)


if __name__ == "__main__":
    lancer()
