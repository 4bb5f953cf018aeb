"""The command line: `python -m simulator serve`."""

import argparse
import sys
from pathlib import Path

from simulator import __version__


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A WeChat Official Account platform on your desk: the server API, "
        "callbacks to your server, and a phone to play the follower on.",
    )
    parser.add_argument("--version", action="version", version=f"simulator {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="start the platform and the phone page")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=int, default=8080, help="port to listen on (%(default)s)")
    serve.add_argument("--state", type=Path, metavar="FILE", help="keep the state in this file")
    serve.add_argument(
        "--finish-after",
        type=float,
        default=1.0,
        metavar="SECONDS",
        help="from an accepted mass send to its finish event (%(default)s)",
    )
    return _serve(parser.parse_args(arguments))


def _serve(given: argparse.Namespace) -> int:
    import uvicorn

    from simulator.app import Server, build
    from simulator.settings import Settings

    app = build(Settings(state_file=given.state, finish_after=given.finish_after))
    print(f"WeChat on your desk: http://{given.host}:{given.port}/", flush=True)
    config = uvicorn.Config(
        app, host=given.host, port=given.port, log_level="warning", timeout_graceful_shutdown=2
    )
    server = Server(config)
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
