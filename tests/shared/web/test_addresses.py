"""Addresses that leave the system are below the configured public URL, whatever a request says of its host."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask, url_for

from shared.web.addresses import public_address


@pytest.mark.parametrize("site", ["https://shequ.example", "https://shequ.example/elections", "http://10.1.2.3:8080"])
def test_a_public_address_is_below_the_public_url(app: Flask, site: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], public_urls={"elections": site})
    with app.app_context():
        assert public_address("frame.static", filename="shequ.css") == f"{site}/static/frame/shequ.css"
        assert (
            public_address("frame.static", filename="图 1.png", v="a b")
            == f"{site}/static/frame/%E5%9B%BE%201.png?v=a+b"
        )


def test_neither_host_nor_proxy_changes_it_while_links_on_a_page_follow_the_proxy(app: Flask) -> None:
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    told: list[str] = []

    @app.get("/told")
    def tell() -> str:
        told[:] = [public_address("frame.static", filename="a"), url_for("frame.static", filename="a")]
        return ""

    app.test_client().get("/told", headers={**forged, "X-Forwarded-Prefix": "/here"})
    assert told == ["http://127.0.0.1:8001/static/frame/a", "/here/static/frame/a"]
