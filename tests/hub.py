"""A server that speaks as much of the Hub's protocol as a download needs, on 127.0.0.1, with its ways to fail."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

COMMIT = "0123456789abcdef0123456789abcdef01234567"
REVISIONS = ("main", COMMIT)
GATED, CUT_OFF = "gated", "cut-off"  # names of repositories that fail


@dataclass
class Hub:
    """A server of the folders ORG/NAME below ``root``; ``asked`` is every request so far."""

    root: Path
    url: str = ""
    asked: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        hub = cast("_Server", self.server).hub
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0].strip("/")
        hub.asked.append(f"{self.command} {path}")
        parts = path.split("/")
        if parts[:2] == ["api", "models"] and len(parts) >= 4:
            self._answer_api(hub.root / parts[2] / parts[3], parts[4:])
        elif len(parts) >= 5 and parts[2] == "resolve":
            self._answer_file(hub.root / parts[0] / parts[1], parts[3], "/".join(parts[4:]))
        else:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815 - the names that http.server looks for

    def _answer_api(self, folder: Path, rest: Sequence[str]) -> None:
        if not folder.is_dir():
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        elif len(rest) > 1 and rest[1] not in REVISIONS:
            self._send(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        elif len(rest) > 2:
            self._send(404, b"{}", {"X-Error-Code": "EntryNotFound"})
        else:
            files = sorted(path for path in folder.iterdir() if path.is_file())
            if rest[:1] == ["tree"]:
                told: Any = [{"type": "file", "path": path.name, "size": path.stat().st_size} for path in files]
            else:
                names = [{"rfilename": path.name} for path in files]
                told = {"id": f"org/{folder.name}", "sha": COMMIT, "siblings": names, "tags": [], "private": False}
            self._send(200, json.dumps(told).encode(), {"Content-Type": "application/json"})

    def _answer_file(self, folder: Path, revision: str, name: str) -> None:
        if not folder.is_dir():
            self._send(404, b"", {"X-Error-Code": "RepoNotFound"})
        elif revision not in REVISIONS:
            self._send(404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif not (folder / name).is_file():
            self._send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT})
        elif folder.name == GATED:
            self._send(401, b"", {"X-Error-Code": "GatedRepo", "X-Repo-Commit": COMMIT})
        else:
            content = (folder / name).read_bytes()
            tag = hashlib.sha256(content).hexdigest()
            self._send(200, content, {"ETag": f'"{tag}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "none"})

    def _send(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            whole = CUT_OFF not in self.path or not self.path.endswith(".safetensors")
            self.wfile.write(content if whole else content[: len(content) // 2])
            self.close_connection = not whole

    def log_message(self, *_: Any) -> None:  # nothing on stderr
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: Hub


@contextmanager
def serving(root: Path) -> Iterator[Hub]:
    """Serve the folders ORG/NAME below ``root``."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.hub = Hub(root, f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.hub
    server.shutdown()
    server.server_close()
    thread.join()
