"""Entry of the built program."""

import multiprocessing
import sys

from desktop.cli import main

if __name__ == "__main__":
    # The built program is its own interpreter: a worker process starts here again.
    multiprocessing.freeze_support()
    sys.exit(main())
