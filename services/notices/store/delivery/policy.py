"""The delivery policy of this installation: digests, deadlines, and which kinds of notices are sent by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Hours, Lane
from services.notices.store.rules import working_days
from shared.settings import Settings

_FILE = Path(__file__).resolve().parents[2] / "delivery.yaml"


@dataclass(frozen=True, slots=True)
class KindPolicy:
    lane: Lane
    channels: tuple[Channel, ...]
    every_channel: bool
    target_share: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    digests_at: tuple[int, ...]
    digest_hours: int
    evening_from: int
    times: Mapping[Lane, timedelta]
    kinds: Mapping[str, KindPolicy]


@cache
def policy() -> Policy:
    read = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return Policy(
        digests_at=tuple(read["digests"]["at"]),
        digest_hours=read["digests"]["hours"],
        evening_from=read["evening_from"],
        times={Lane(lane): timedelta(days=days) for lane, days in read["days"].items()},
        kinds={
            kind: KindPolicy(
                lane=Lane(each["lane"]),
                channels=tuple(map(Channel, each["channels"])),
                every_channel=each["every_channel"],
                target_share=each.get("target_share"),
            )
            for kind, each in read["kinds"].items()
        },
    )


def hours_of(settings: Settings) -> Hours:
    found = policy()
    return Hours(
        quiet_from=settings.quiet_from,
        quiet_until=settings.quiet_until,
        digests_at=found.digests_at,
        digest_hours=found.digest_hours,
        evening_from=found.evening_from,
        working_days=working_days(),
    )
