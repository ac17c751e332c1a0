"""Providers at the desk: whether every channel works now."""

from __future__ import annotations

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.circuit import Circuit
from shared.web.desk.parts import Column, Section, Table

SECTIONS = (
    Section(
        "providers",
        "送达渠道",
        (
            Table(
                "/api/v1/providers",
                (
                    Column("name", "服务商"),
                    Column("channel", "送达方式", codes=Channel),
                    Column("priority", "优先顺序"),
                    Column("rate", "每秒最多条数"),
                    Column("circuit", "状态", codes=Circuit),
                    Column("reason", "最近的故障"),
                    Column("open_until", "暂停到", "moment"),
                ),
            ),
        ),
        hint="短信、邮件等由哪些服务商发送，现在是否正常。暂停使用的服务商恢复后会自动启用。",
    ),
)
