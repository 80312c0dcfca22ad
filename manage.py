#!/usr/bin/env python
import os
import sys
from contextlib import suppress

DEVELOPMENT = "ppi.settings.dev"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEVELOPMENT)
    if os.environ["DJANGO_SETTINGS_MODULE"] == DEVELOPMENT:
        join_running_servers()
    from ppi.kernel.command_line import execute

    execute(sys.argv)


def join_running_servers() -> None:
    """Work with the demonstration that runs, or with the servers of `ppi.embedded start dev`."""
    # Where only the platform's own packages are installed, no server was started from here.
    with suppress(ImportError):
        from ppi import embedded

        os.environ.update(embedded.environment_of_running("demo", "dev"))


if __name__ == "__main__":
    main()
