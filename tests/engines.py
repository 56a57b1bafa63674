"""Firefox and WebKit, driven by what Debian packages: no driver that must be fetched elsewhere.

Firefox speaks WebDriver BiDi over a web socket, WebKit the older WebDriver over HTTP. Both open a
page, evaluate an expression in it, press keys and tell what went wrong in its scripts.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Protocol

from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClientConnection, websocket_connect

#: Keys of WebDriver by their name.
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowRight": "\ue014"}
#: So long an engine may take to start or to answer, in seconds.
PATIENCE = 60.0


class Engine(Protocol):
    """A browser with one page."""

    def open(self, address: str) -> None: ...
    def js(self, expression: str) -> Any: ...
    def press(self, *keys: str) -> None: ...
    def click(self, selector: str) -> None: ...
    def hover(self, selector: str) -> None: ...
    def back(self) -> None: ...
    def errors(self) -> list[str]: ...
    def close(self) -> None: ...


class BetweenPagesError(Exception):
    """A page was left and the next is not there yet: no script can run."""


def until(engine: Engine, expression: str, seconds: float = 20) -> Any:
    """Return the value of an expression as soon as it is true, or what it is in the end."""
    end = time.monotonic() + seconds
    value = None
    while not value and time.monotonic() < end:
        try:
            value = engine.js(expression)
        except BetweenPagesError:
            value = None
        if not value:
            time.sleep(0.1)
    return value


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _actions(*keys: str) -> list[dict[str, Any]]:
    presses = [
        {"type": way, "value": KEYS.get(key, key)} for key in keys for way in ("keyDown", "keyUp")
    ]
    return [{"type": "key", "id": "keys", "actions": presses}]


def _point_at(point: list[int], *ways: str) -> list[dict[str, Any]]:
    x, y = point
    moves: list[dict[str, Any]] = [{"type": "pointerMove", "x": x, "y": y}]
    moves += [{"type": way, "button": 0} for way in ways]
    return [{"type": "pointer", "id": "mouse", "actions": moves}]


#: What a finger of the mouse does in a click.
_CLICK = ("pointerDown", "pointerUp")


def _middle(engine: Engine, selector: str) -> list[int]:
    point: list[int] = engine.js(
        f"(e => {{ e.scrollIntoView({{block: 'center'}}); const b = e.getBoundingClientRect();"
        " return [Math.round(b.left + b.width / 2), Math.round(b.top + b.height / 2)] })"
        f"(document.querySelector({selector!r}))"
    )
    return point


class Firefox:
    """Firefox without a window."""

    def __init__(self, path: str) -> None:
        self.profile = tempfile.mkdtemp(prefix="firefox-")
        port = _port()
        self.process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--profile", self.profile,
             f"--remote-debugging-port={port}"],
            env={**os.environ, "HOME": self.profile, "MOZ_HEADLESS_WIDTH": "1280"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.loop = IOLoop(make_current=False)
        self.told: list[str] = []
        self.number = 0
        self.socket = self._connect(f"ws://127.0.0.1:{port}/session")
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        # The first window has no focus, and Enter presses no button in it.
        self.page = self._ask("browsingContext.create", type="window")["context"]

    def _connect(self, address: str) -> WebSocketClientConnection:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                opened: WebSocketClientConnection = self.loop.run_sync(lambda: _connected(address))
                return opened
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _ask(self, method: str, **params: Any) -> Any:
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        answer = self.loop.run_sync(lambda: self._answer(message), timeout=PATIENCE)
        if answer.get("type") == "error":
            raise RuntimeError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    async def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        await self.socket.write_message(json.dumps(message))
        while True:
            heard: dict[str, Any] = json.loads(await self.socket.read_message() or "{}")
            if heard.get("method") == "log.entryAdded" and heard["params"]["level"] == "error":
                self.told.append(str(heard["params"]["text"]))
            if heard.get("id") == message["id"]:
                return heard

    def open(self, address: str) -> None:
        """Open a page and wait for it."""
        self.told.clear()
        self._ask("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def js(self, expression: str) -> Any:
        """Return the value of an expression: a number, a text, a list."""
        answer = self._ask(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._ask("input.performActions", context=self.page, actions=_actions(*keys))

    def click(self, selector: str) -> None:
        """Click on the middle of an element."""
        self._point(selector, *_CLICK)

    def hover(self, selector: str) -> None:
        """Move the pointer onto the middle of an element."""
        self._point(selector)

    def _point(self, selector: str, *ways: str) -> None:
        actions = _point_at(_middle(self, selector), *ways)
        self._ask("input.performActions", context=self.page, actions=actions)

    def back(self) -> None:
        """Go back to the page before."""
        self._ask("browsingContext.traverseHistory", context=self.page, delta=-1)

    def paper(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        printed = self._ask("browsingContext.print", context=self.page)["data"]
        return base64.b64decode(printed)

    def errors(self) -> list[str]:
        """Return what scripts of the page reported as errors since it was opened."""
        self.js("1")
        return self.told

    def close(self) -> None:
        """End the browser that this one started."""
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


async def _connected(address: str) -> WebSocketClientConnection:
    return await websocket_connect(address, max_message_size=2**28)


#: Collects what scripts report as errors; WebKit's driver does not tell them.
_LISTEN = (
    "(window.told ||= (told => { const tell = (...words) => told.push(words.join(' '));"
    " addEventListener('error', it => tell(it.message || it.target.src), true);"
    " addEventListener('unhandledrejection', it => tell(it.reason)); console.error = tell;"
    " return told })([]), true)"
)


class WebKit:
    """WebKitGTK's small browser, in a screen that nobody sees."""

    BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"

    def __init__(self, path: str) -> None:
        browser = sorted(str(it) for it in Path("/").glob(self.BROWSERS[1:]))[-1]
        port = _port()
        screen = (
            [] if "DISPLAY" in os.environ else ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24"]
        )
        self.process = subprocess.Popen(
            [*screen, path, f"--port={port}"],
            env={
                **os.environ, "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
                "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1",
            },
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.base = f"http://127.0.0.1:{port}"
        options = {
            "binary": browser,
            "args": ["--automation"],
        }
        # Not waiting for the page: its scripts are listened to before they run.
        match = {"webkitgtk:browserOptions": options, "pageLoadStrategy": "none"}
        wanted = {"capabilities": {"alwaysMatch": match}}
        self.base += f"/session/{self._start(wanted)}"

    def _start(self, wanted: dict[str, Any]) -> str:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return str(self._post("session", wanted)["sessionId"])
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def _post(self, command: str, content: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"{self.base}/{command}",
            json.dumps(content).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(answer.read())["value"]

    def open(self, address: str) -> None:
        """Open a page and wait for it."""
        self.js("window.left = true")
        self._post("url", {"url": address})
        end = time.monotonic() + PATIENCE
        while not self._listens(address):
            assert time.monotonic() < end, f"{address} did not open"
        until(self, "document.readyState === 'complete'", PATIENCE)

    def _listens(self, address: str) -> bool:
        here = f"location.href === {address!r} && !window.left && {_LISTEN}"
        try:
            return bool(self.js(here))
        except BetweenPagesError:
            return False

    def js(self, expression: str) -> Any:
        """Return the value of an expression: a number, a text, a list."""
        script = f"return JSON.stringify({expression})"
        try:
            value = self._post("execute/sync", {"script": script, "args": []})
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise BetweenPagesError(expression) from error
            raise
        return json.loads(value or "null")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._post("actions", {"actions": _actions(*keys)})

    def click(self, selector: str) -> None:
        """Click on the middle of an element."""
        self._post("actions", {"actions": _point_at(_middle(self, selector), *_CLICK)})

    def hover(self, selector: str) -> None:
        """Move the pointer onto the middle of an element."""
        self._post("actions", {"actions": _point_at(_middle(self, selector))})

    def back(self) -> None:
        """Go back to the page before, and wait until the driver is there.

        A script sent to the page that is being left is never answered.
        """
        left = self._address()
        self._post("back", {})
        end = time.monotonic() + PATIENCE
        while self._address() == left:
            assert time.monotonic() < end, f"no way back from {left}"
            time.sleep(0.1)

    def _address(self) -> str:
        with urllib.request.urlopen(f"{self.base}/url", timeout=PATIENCE) as answer:
            return str(json.loads(answer.read())["value"])

    def errors(self) -> list[str]:
        """Return what scripts of the page reported as errors since it was opened."""
        told: list[str] = self.js("window.told")
        return told

    def close(self) -> None:
        """End the browser, its driver and its screen."""
        os.killpg(self.process.pid, 15)
        self.process.wait()
