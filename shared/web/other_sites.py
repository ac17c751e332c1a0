"""Forms that another site sends in a reader's name (CSRF)."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request

from shared.errors import Forbidden


def refuse_other_sites() -> None:
    """Raises Forbidden for a form that another site sent: browsers say where a request comes from, by Fetch Metadata
    (W3C) where they have it, else in the Origin header (RFC 6454). No cookie and no hidden token is needed for it."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    elsewhere = urlsplit(origin).netloc != request.host if origin else False
    if site not in {"same-origin", "none"} if site else elsewhere:
        raise Forbidden("other_site", "这个请求来自其他网站，没有办理。请回到本系统的页面再试。")
