"""Entry point of ``python -m app.cli``."""

from app.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
