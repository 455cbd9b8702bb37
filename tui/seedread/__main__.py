"""`python -m seedread` is `seedread`."""

import sys

from seedread.cli import main

if __name__ == "__main__":
    sys.exit(main())
