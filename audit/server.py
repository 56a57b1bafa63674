"""A server as sites have it: static files, compressed, with cache headers."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from contextlib import suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from types import TracebackType

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".csv", ".xml", ".txt", ".ipynb"}


@lru_cache(maxsize=4096)
def packed(path: Path, changed: int) -> bytes:
    """Compressed content of a file; ``changed`` is its time of change, for the cache."""
    return gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)


class Handler(BaseHTTPRequestHandler):
    """Answers GET for the files under ``folder``."""

    folder: Path
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the page for missing addresses."""
        name = unquote(urlsplit(self.path).path).lstrip("/")
        path = (self.folder / name).resolve()
        if path.is_dir():
            path = path / "index.html"
        found = path.is_file() and path.is_relative_to(self.folder)
        if not found:
            path = self.folder / "404.html"
        self.send_file(path, 200 if found else 404)

    def send_file(self, path: Path, status: int) -> None:
        """Send one file with its type and length."""
        small = path.suffix in COMPRESSED and path.is_file()
        body = path.read_bytes() if path.is_file() else b""
        if small:
            body = packed(path, path.stat().st_mtime_ns)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            kind += "; charset=utf-8"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(body)

    def handle(self) -> None:
        """Answer until the browser leaves, which it may do at any time."""
        with suppress(ConnectionResetError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the table is the report."""


class Site:
    """A site served on a free port of this machine, for the length of a ``with`` block."""

    def __init__(self, folder: Path) -> None:
        handler = type("SiteHandler", (Handler,), {"folder": folder.resolve()})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def __enter__(self) -> Site:
        """Start to serve."""
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop and free the port."""
        self.server.shutdown()
        self.server.server_close()
