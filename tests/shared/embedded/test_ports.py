"""Which port a service gets."""

from __future__ import annotations

import pytest

from shared.embedded.errors import PortTaken
from shared.embedded.ports import choose_ports, free_port


def test_ports_are_counted_from_the_base_and_a_given_one_wins() -> None:
    base = free_port()
    given = free_port()
    ports = choose_ports(base, {"training": given})
    assert ports["elections"] == base
    assert ports["training"] == given


def test_nought_means_any_free_port_and_no_two_are_the_same() -> None:
    for _ in range(20):
        assert len(set(choose_ports(0, {}).values())) == 4


def test_one_port_for_two_services_is_refused() -> None:
    port = free_port()
    with pytest.raises(PortTaken, match=f"port {port} for notices is taken"):
        choose_ports(0, {"training": port, "notices": port})


@pytest.mark.parametrize("port", [-1, 65536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(PortTaken, match=r"--notices-port takes 0 \(any free one\) to 65535"):
        choose_ports(0, {"notices": port})
