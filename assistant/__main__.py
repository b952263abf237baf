"""`python -m assistant`: the same command as `wenbao`."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main())
