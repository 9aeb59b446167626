"""Run the command line: ``syndicator`` or ``python -m syndicator``.

Parser workers import this module again when they start, so it imports nothing by itself.
"""


def main() -> None:
    """Run the command that the arguments name."""
    from syndicator.cli import main as run

    run()


if __name__ == "__main__":
    main()
