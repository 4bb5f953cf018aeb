"""The command line: `wechat-simulator serve`, `crowd`, `hotline`, `walk` and `rate`."""

import argparse
import sys
from pathlib import Path

from wechat_simulator import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; each imports only its own modules, so that serving starts fast."""
    asked = sys.argv[1:] if arguments is None else arguments
    given = _parser(asked[0] if asked else "").parse_args(asked)
    if given.command == "crowd":
        from wechat_simulator.crowd import command

        return command.run(given)
    if given.command == "walk":
        from wechat_simulator.measure import walk

        return walk.run(given)
    if given.command == "rate":
        from wechat_simulator.measure import rate

        return rate.run(given)
    if given.command == "hotline":
        return _hotline(given)
    return _serve(given)


def _parser(command: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wechat-simulator",
        description="A WeChat Official Account platform on your desk: the server API, "
        "callbacks to your server, and a phone to play the follower on.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _serve_arguments(commands.add_parser("serve", help="start the platform and its pages"))
    _hotline_arguments(
        commands.add_parser("hotline", help="start a hotline to hand people over to")
    )
    crowd = commands.add_parser("crowd", help="let a crowd follow, ask and leave; report")
    walk = commands.add_parser("walk", help="walk ten million followers; measure the memory")
    rate = commands.add_parser("rate", help="measure API calls a second and the start")
    if command == "crowd":
        from wechat_simulator.crowd.command import add_arguments

        add_arguments(crowd)
    if command == "walk":
        from wechat_simulator.measure.walk import add_arguments

        add_arguments(walk)
    if command == "rate":
        from wechat_simulator.measure.rate import add_arguments

        add_arguments(rate)
    return parser


def _serve_arguments(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name that pages and /_sim are reached by, such as that of a container",
    )
    serve.add_argument("--port", type=int, default=8080, help="port to listen on (%(default)s)")
    serve.add_argument("--state", type=Path, metavar="FILE", help="keep the state in this file")
    serve.add_argument(
        "--finish-after",
        type=float,
        default=1.0,
        metavar="SECONDS",
        help="from an accepted mass send to its finish event (%(default)s)",
    )


def _hotline_arguments(hotline: argparse.ArgumentParser) -> None:
    hotline.add_argument("--port", type=int, default=8090, help="port on loopback (%(default)s)")
    hotline.add_argument("--secret", required=True, help="what both sides sign with")
    hotline.add_argument(
        "--tells",
        default="",
        metavar="URL",
        help="where its events go, with {account} in it: https://…/hotline/{account}/events",
    )


def _hotline(given: argparse.Namespace) -> int:
    import uvicorn

    from wechat_simulator.hotline import Hotline, build

    print(f"A hotline on your desk: http://127.0.0.1:{given.port}/_hotline", flush=True)
    app = build(Hotline(given.secret, given.tells))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning")
    return 0


def _serve(given: argparse.Namespace) -> int:
    import uvicorn

    from wechat_simulator.app import Server, build
    from wechat_simulator.settings import Settings

    hosts = (given.host, *given.allow_host)
    app = build(Settings(finish_after=given.finish_after, hosts=hosts, state_file=given.state))
    print(f"WeChat on your desk: http://{given.host}:{given.port}/", flush=True)
    config = uvicorn.Config(
        app, host=given.host, port=given.port, log_level="warning", timeout_graceful_shutdown=2
    )
    server = Server(config)
    server.run()
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
