"""Writes the drawings of the icons that the program uses to one file, from the icon package (Lucide, ISC licence).

The file is made when the project is set up or packed, so that no asset of others lies in the repository and the
program needs no more than one small file to start.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lucide import lucide_icon

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"


def main() -> int:
    """Writes `resources/icons/lucide.json`; says which name the set does not know."""
    drawings: dict[str, str] = {}
    for name in (ICONS / "names.txt").read_text(encoding="utf-8").split():
        svg = lucide_icon(name)
        if "placeholder" in svg.casefold():
            print(f"The icon set has no {name}.", file=sys.stderr)
            return 1
        drawings[name] = " ".join(svg.split())
    (ICONS / "lucide.json").write_text(json.dumps(drawings, indent=0, sort_keys=True), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
