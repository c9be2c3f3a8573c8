"""Build our site with the kinds of pages that the peers make (``benchmarks.reduit``).

python -m benchmarks.equivalent CONTENU SORTIE --cache DIR --jobs 4 --date 2026-11-22
"""

from __future__ import annotations

import argparse
import gc
from datetime import date
from pathlib import Path


def main() -> None:
    """Build once, and print what was done as JSON."""
    from generator.sortie import quitter  # noqa: PLC0415 - as the product, import what is long later
    from generator.source.eclaireur import eclairer  # noqa: PLC0415

    ap = argparse.ArgumentParser()
    ap.add_argument("contenu", type=Path)
    ap.add_argument("sortie", type=Path)
    ap.add_argument("--cache", type=Path)
    ap.add_argument("--jobs", type=int, default=4)
    ap.add_argument("--date", type=date.fromisoformat, default=date(2026, 11, 22))
    ap.add_argument("--recherche", action="store_true")
    a = ap.parse_args()
    with eclairer(a.contenu, a.jobs) as decouvrir:
        from benchmarks.reduit import construire  # noqa: PLC0415

        construire(
            a.contenu,
            a.sortie,
            a.date,
            "",
            a.jobs,
            a.cache,
            decouvrir=decouvrir,
            recherche=a.recherche,
        )
    quitter(0)  # as the product's own command ends


if __name__ == "__main__":
    gc.disable()  # as ``generator.__main__`` does for its own modules
    main()
