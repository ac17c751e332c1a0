"""What residents are told is read by a second person before it goes out: by somebody who had no part in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shared.errors import Missing


def with_writer(writers: Sequence[str], subject: str) -> list[str]:
    """Each once, in the order in which they came."""
    return [*writers] if subject in writers else [*writers, subject]


def second_person_missing(actor: str, writers: Collection[str], step: str = "审核") -> Missing | None:
    """`writers` are all who wrote or changed any of it, not only the last: else one could pass words of their own that
    nobody else has answered for. `step` is what the desk calls that which the actor wants to do."""
    if actor not in writers:
        return None
    message = "参与撰写的人（{writers}）不能{step_name}，应由另一人办理。"
    return Missing("second_person_missing", message, facts={"writers": "、".join(writers), "step_name": step})
