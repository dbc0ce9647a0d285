"""python -m briefbuilder: what build.py runs inside its environment."""

import sys

from briefbuilder.cli import main

sys.exit(main(sys.argv[1:]))
