from __future__ import annotations

from shared.cli.main import shequ

if __name__ == "__main__":
    shequ(prog_name="shequ")
