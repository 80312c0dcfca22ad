"""Servers from the command line.

python -m ppi.embedded run dev -- manage.py shell    with servers, until the command ends
python -m ppi.embedded start dev                     servers that stay
python -m ppi.embedded env dev                       their addresses, as lines for a shell
python -m ppi.embedded stop dev                      end them
python -m ppi.embedded forget dev                    end them and remove what they hold
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys

from ppi import embedded
from ppi.embedded.running import DidNotStart, heed_termination

SETTINGS = {"DJANGO_SETTINGS_MODULE": "ppi.settings.dev"}


def main() -> int:
    arguments = parser().parse_args()
    try:
        return arguments.act(arguments)
    except DidNotStart as failure:
        print(failure, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ppi.embedded",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for act in (run, start, env, stop, forget):
        verb = verbs.add_parser(act.__name__, help=act.__doc__)
        several = {"nargs": "+"} if act is forget else {}
        verb.add_argument("purpose", choices=embedded.PURPOSES, **several)
        verb.set_defaults(act=act)
        if act is run:
            verb.add_argument("command", nargs=argparse.REMAINDER)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """start servers, run a command with their addresses, stop them"""
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if command and command[0].endswith(".py"):
        command = [sys.executable, *command]
    heed_termination()
    servers = embedded.start(arguments.purpose)
    env = {**SETTINGS, **os.environ, **servers.environment()}
    try:
        return subprocess.run(command, env=env).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        servers.stop()


def start(arguments: argparse.Namespace) -> int:
    """start servers that stay until `stop`"""
    servers = embedded.start(arguments.purpose)
    servers.lease.keep(True)
    return env(arguments)


def env(arguments: argparse.Namespace) -> int:
    """print the addresses as lines for a shell"""
    for name, value in embedded.servers_for(arguments.purpose).environment().items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def stop(arguments: argparse.Namespace) -> int:
    """end the servers, whoever uses them"""
    embedded.servers_for(arguments.purpose).stop_for_all()
    return 0


def forget(arguments: argparse.Namespace) -> int:
    """end the servers and remove what they hold"""
    for purpose in arguments.purpose:
        embedded.servers_for(purpose).forget()
    return 0


if __name__ == "__main__":
    sys.exit(main())
