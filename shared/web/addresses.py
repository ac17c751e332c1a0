"""Addresses that leave the system: printed, in a QR code, in a message, a feed, a calendar or an API's answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from shared.settings import Settings


def public_address(endpoint: str, **values: Any) -> str:
    """A page of this service as residents reach it: below the configured public URL, whatever the request's Host says.
    That is an intranet's name at a clerk's, and anything at all in a forged request. Links on a page stay relative."""
    settings: Settings = current_app.config["SETTINGS"]
    site = urlsplit(settings.public_url(settings.service))
    pages = current_app.url_map.bind(site.netloc, script_name=site.path or "/", url_scheme=site.scheme)
    return pages.build(endpoint, values, force_external=True)
