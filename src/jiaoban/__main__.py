"""`python -m jiaoban` is the command line."""

from jiaoban.cli.main import entry

if __name__ == "__main__":
    entry()
