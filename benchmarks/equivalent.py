"""Build our site with the kinds of pages that the peers make (``benchmarks.reduit``).

python -m benchmarks.equivalent CONTENU SORTIE --cache DIR --jobs 4 --date 2026-11-22
"""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # as ``generator.__main__`` does for its own modules
    from benchmarks.reduit import main
    from generator.sortie import quitter

    main()
    quitter(0)  # as the product's own command ends
