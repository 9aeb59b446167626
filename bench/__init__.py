"""What is measured, against whom, with one command: ``make bench`` (or ``python -m bench``)."""
