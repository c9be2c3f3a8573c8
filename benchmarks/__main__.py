"""The whole run: install the peers, measure, write the page. Stopped, it writes what it knows.

    python -m benchmarks --travail DOSSIER [--tailles 1000,10000,200] [--tours 5] [--limite 3600]

``--travail`` is a scratch folder outside the project; ``--tours``: rounds at most; ``--limite``:
seconds after which nothing more is started.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from benchmarks.chrono import EchecError
from benchmarks.mesurer import mesurer, montrer
from benchmarks.outils import installer
from benchmarks.programme import choisir
from benchmarks.rapport import SORTIE, rediger

INTERROMPU = 130


def _arreter(_numero: int, _cadre: object) -> None:
    raise KeyboardInterrupt


def lancer(a: argparse.Namespace, debut: float) -> int:
    """Measure, then write the page whatever happened; the code to leave with."""
    travail = a.travail.resolve()
    travail.mkdir(parents=True, exist_ok=True)
    programme = choisir(map(int, a.tailles.split(",")), a.tours)
    try:
        installer(travail)
        code = 1 if mesurer(travail, programme, debut + a.limite) else 0
    except KeyboardInterrupt:
        montrer("Interrompu : la page dit ce qui manque.")
        code = INTERROMPU
    except EchecError as erreur:
        montrer(f"ÉCHEC de ce générateur : {erreur}")
        code = 1
    finally:
        a.sortie.write_text(rediger(travail), encoding="utf-8")
    return code


def main() -> None:
    """Run it all."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--travail", type=Path, required=True)
    ap.add_argument("--tailles", default="1000,10000,200")
    ap.add_argument("--tours", type=int, default=5)
    ap.add_argument("--limite", type=float, default=3600.0)
    ap.add_argument("--sortie", type=Path, default=SORTIE)
    signal.signal(signal.SIGTERM, _arreter)
    sys.exit(lancer(ap.parse_args(), time.monotonic()))


if __name__ == "__main__":
    main()
