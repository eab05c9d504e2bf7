"""A folder of pages shown to the browser of this machine, and to nobody else."""

from __future__ import annotations

import errno
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["serve"]

_HERE = "127.0.0.1"


class _Pages(SimpleHTTPRequestHandler):
    """Files of one folder; the terminal stays quiet."""

    def log_message(self, *_: Any) -> None:
        """Say nothing of a request."""


def serve(folder: Path, port: int, first: str) -> None:
    """Serve a folder on 127.0.0.1 until Ctrl-C.

    Args:
        folder: what is served.
        port: 0 to 65535; 0 takes a free one.
        first: path of a page to name beside the index.

    Raises:
        BadParameter: the port is taken or not allowed.
    """
    with _listen(folder, port) as server:
        address = f"http://{_HERE}:{server.server_port}/"
        typer.echo(f"{address} shows all, {address}{first} what a QR code opens; Ctrl-C stops")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("stopped")


def _listen(folder: Path, port: int) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((_HERE, port), partial(_Pages, directory=str(folder)))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
        message = f"port {port} {why}; choose another one, or 0 for a free one"
        raise typer.BadParameter(message, param_hint="'--port'") from None
