"""The program in a browser of this machine, where nobody else's pages and users get in."""

import asyncio
import secrets
from pathlib import Path
from socket import socket
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from textual_serve.server import Server

HOST = "127.0.0.1"
_GONE = 0.3  # seconds until asyncio has heard that a program has ended, or it complains
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' {socket}; base-uri 'none'; frame-ancestors 'none'"
)


class Browser(Server):
    """Runs `command` once for every page that is opened.

    Any page a person visits can ask this machine for things, and so can whoever else works on it.
    So the address has a key in it that is made anew each time; who does not know it is refused.
    """

    def __init__(self, command: str, port: int, title: str) -> None:
        super().__init__(command, HOST, port, title, templates_path=Path(__file__).parent)
        self._pages: set[asyncio.Task[Any]] = set()
        self._key = secrets.token_urlsafe(16)

    @property
    def address(self) -> str:
        """What to open."""
        return f"{self.public_url}/?key={self._key}"

    def run(self, bound: socket) -> None:
        """Serve on a socket until the person has enough of it."""
        web.run_app(self._make_app(), sock=bound, print=None, access_log=None)

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command does."""

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the program for one page."""
        page = asyncio.current_task()
        assert page is not None
        self._pages.add(page)
        try:
            return await super().handle_websocket(request)
        finally:
            self._pages.discard(page)

    async def on_shutdown(self, app: web.Application) -> None:
        """Leave every page's program as q would, and wait for it."""
        for page in (pages := list(self._pages)):
            page.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
        await asyncio.sleep(_GONE)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guarded())
        app.router.add_get("/begin.js", _begin)
        return app

    def _guarded(self) -> Middleware:
        cookie = f"seedread-{self.port}"

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            given = request.query.get("key", "") or request.cookies.get(cookie, "")
            known = secrets.compare_digest(given.encode("utf-8", "replace"), self._key.encode())
            # Another name for this machine, or a page from elsewhere, has no business here.
            ours = request.host == f"{HOST}:{self.port}"
            ours = ours and request.headers.get("Origin", self.public_url) == self.public_url
            if not known or not ours:
                raise web.HTTPForbidden(text="Open the address that seedread serve has printed.\n")
            response = await handler(request)
            if not response.prepared:
                response.set_cookie(cookie, self._key, httponly=True, samesite="Strict")
                response.headers["Content-Security-Policy"] = _POLICY.format(
                    socket=self.public_url.replace("http", "ws", 1)
                )
                response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return guard


async def _begin(_: web.Request) -> web.FileResponse:
    return web.FileResponse(Path(__file__).parent / "begin.js")
