"""Run the command line: ``syndicator`` or ``python -m syndicator``."""

from syndicator.cli import main

if __name__ == "__main__":
    main()
