"""The page on which suggestions are reviewed: a server for this machine's browser alone, over `co2label.matching.Review`."""

from __future__ import annotations

import json
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import compare_digest, token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from co2label._data import data_table
from co2label._html import render
from co2label.errors import Co2LabelError
from co2label.matching import _review as _beside

if TYPE_CHECKING:
    from co2label.matching import Review

LOCALHOST = "127.0.0.1"

_LONGEST_BODY = 10_000

_SECONDS = 30
"""After which a browser that says nothing is left."""


class ReviewServer(ThreadingHTTPServer):
    """Answers this machine's browser: the page, the search of factors, decisions, one after the other."""

    daemon_threads = True

    def __init__(self, review: Review, *, language: str, port: int) -> None:
        super().__init__((LOCALHOST, port), _Handler)
        self.review = review
        self.language = language
        self.token = token_urlsafe(24)
        self.lock = Lock()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which this machine calls it."""
        return tuple(f"{name}:{self.server_port}" for name in (LOCALHOST, "localhost"))

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{LOCALHOST}:{self.server_port}/"

    def page(self) -> str:
        """The page with all products."""
        words = data_table("review.toml", beside=_beside.__file__)[self.language]
        rows = self.review.rows()
        return render("matching/review.html.j2", lang=self.language, words=words, rows=rows, token=self.token)


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    timeout = _SECONDS
    server_version = "co2label"
    sys_version = ""

    def log_message(self, *_: Any) -> None:
        """Say nothing of a request."""

    def do_GET(self) -> None:
        """The page, or factors for words."""
        asked = urlsplit(self.path)
        if not self._own_host():
            return
        if asked.path == "/":
            with self.server.lock:
                self._answer(HTTPStatus.OK, "text/html; charset=utf-8", self.server.page())
        elif asked.path == "/search" and self._has_token():
            words = parse_qs(asked.query).get("q", [""])[0]
            self._json(HTTPStatus.OK, self.server.review.search(words))
        else:
            self._json(HTTPStatus.NOT_FOUND, {"error": "there is nothing here"})

    def do_POST(self) -> None:
        """A decision, or the last one taken back."""
        if not self._own_host() or not self._has_token():
            return
        data = self._body()
        if data is None:
            return
        with self.server.lock:
            try:
                self._act(data)
            except Co2LabelError as error:
                self._json(HTTPStatus.BAD_REQUEST, {"error": str(error)})

    def _act(self, data: dict[str, Any]) -> None:
        review = self.server.review
        if self.path == "/decide":
            key, factor = data.get("key"), data.get("factor")
            if not isinstance(key, str) or not isinstance(factor, str):
                self._json(HTTPStatus.BAD_REQUEST, {"error": "expected a key and a factor"})
                return
            review.decide(key, factor)
            self._json(HTTPStatus.OK, {"key": key})
        elif self.path == "/undo":
            key = review.undo()
            decided = None if key is None else review.confirmed.of(key)
            self._json(HTTPStatus.OK, {"key": key, "decided": None if decided is None else decided.factor})
        else:
            self._json(HTTPStatus.NOT_FOUND, {"error": "there is nothing here"})

    def _body(self) -> dict[str, Any] | None:
        try:
            length = int(self.headers.get("Content-Length", ""))
            data = json.loads(self.rfile.read(length)) if 0 <= length <= _LONGEST_BODY else None
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict):
            return data
        self._json(HTTPStatus.BAD_REQUEST, {"error": f"expected JSON of at most {_LONGEST_BODY} bytes"})
        return None

    def _own_host(self) -> bool:
        """Whether the browser asked for this machine by its own name; another name may be a page of somebody else."""
        if self.headers.get("Host") in self.server.hosts:
            return True
        self._json(HTTPStatus.FORBIDDEN, {"error": "this page is for this machine only"})
        return False

    def _has_token(self) -> bool:
        if compare_digest(self.headers.get("X-Token", "").encode(), self.server.token.encode()):
            return True
        self._json(HTTPStatus.FORBIDDEN, {"error": "load the page again"})
        return False

    def _json(self, status: HTTPStatus, data: Any) -> None:
        self._answer(status, "application/json", json.dumps(data, ensure_ascii=False))

    def _answer(self, status: HTTPStatus, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
