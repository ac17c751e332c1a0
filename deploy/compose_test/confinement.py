"""What the containers may not do, looked up in the running ones: be root, write, reach others' data, tell secrets."""

from __future__ import annotations

from typing import Any

import httpx

from deploy.compose_test.stack import Failed, Stack
from shared.contracts.routing import SERVICES

_TOO_MUCH = 26 * 1024 * 1024  # bytes; the gateway takes 25 MB


def nobody_is_root(stack: Stack) -> None:
    for container in stack.inspect():
        user = container["Config"]["User"]
        if user.split(":")[0] in {"", "0", "root"}:
            raise Failed(f"{container['Name']} runs as root")


def no_root_is_writable(stack: Stack) -> None:
    for container in stack.inspect():
        if not container["HostConfig"]["ReadonlyRootfs"]:
            raise Failed(f"{container['Name']} can write to its root file system")


def no_privileges_are_left(stack: Stack) -> None:
    for container in stack.inspect():
        host = container["HostConfig"]
        if host["CapDrop"] != ["ALL"] or host["CapAdd"] or "no-new-privileges:true" not in host["SecurityOpt"]:
            raise Failed(f"{container['Name']} has privileges")


def resources_are_limited(stack: Stack) -> None:
    for container in stack.inspect():
        host = container["HostConfig"]
        if not (host["Memory"] and host["NanoCpus"] and host["PidsLimit"] and host["LogConfig"]["Config"]):
            raise Failed(f"{container['Name']} may take all memory, processors, processes or disk")


def only_the_gateway_is_published(stack: Stack) -> None:
    published = {container["Name"]: _host_addresses(container) for container in stack.inspect()}
    doors = {name: addresses for name, addresses in published.items() if addresses}
    if list(doors.values()) != [{("127.0.0.1", str(stack.port))}]:
        raise Failed(f"published ports: {doors}")


def no_secret_is_in_an_environment(stack: Stack) -> None:
    known = [path.read_text(encoding="utf-8").strip() for path in stack.secrets_folder.iterdir()]
    for container in stack.inspect():
        told = "\n".join([*container["Config"]["Env"], *container["Args"]])
        if any(secret in told for secret in known):
            raise Failed(f"{container['Name']} shows a secret to whoever may look at containers")


def no_database_opens_to_another_service(stack: Stack) -> None:
    for role in SERVICES:
        for database in (*SERVICES, "postgres"):
            done = _connect(stack, role, database)
            if database == role and done.returncode:
                raise Failed(f"{role} cannot use its own database: {done.stderr}")
            if database != role and f'permission denied for database "{database}"' not in done.stderr:
                raise Failed(f"{role} was not refused by the database {database}: {done.stdout}{done.stderr}")


def the_gateway_keeps_the_rules(stack: Stack) -> None:
    with httpx.Client(base_url=stack.gateway, trust_env=False, timeout=30) as http:
        front = http.get("/")
        if (front.status_code, front.headers["Location"]) != (302, "/notices/"):
            raise Failed(f"/ answered {front.status_code}")
        for service in SERVICES:
            _expect_problem(http.get(f"/{service}/metrics"), 404, "not_found")
            if http.get(f"/{service}/health/ready").status_code != 200:
                raise Failed(f"{service} is not ready behind the gateway")
        _expect_problem(http.post("/elections/api/v1/areas", content=b" " * _TOO_MUCH), 413, "too_large")


def _connect(stack: Stack, role: str, database: str) -> Any:
    """Signs in over the network, with the role's own password out of the secret that the container holds."""
    address = f"$(sed 's#^postgresql+psycopg:#postgresql:#; s#[^/]*$#{database}#' /run/secrets/{role}_database_url)"
    return stack.execute("postgres", "sh", "-c", f'psql -qAt -c "SELECT 1" "{address}"')


def _host_addresses(container: dict[str, Any]) -> set[tuple[str, str]]:
    bindings = container["HostConfig"]["PortBindings"] or {}
    return {(binding["HostIp"], binding["HostPort"]) for each in bindings.values() for binding in each or []}


def _expect_problem(answer: httpx.Response, status: int, code: str) -> None:
    is_problem = answer.headers.get("Content-Type", "").startswith("application/problem+json")
    if answer.status_code != status or not is_problem or answer.json()["code"] != code:
        raise Failed(f"{answer.request.url}: expected {status} {code}, got {answer.status_code} {answer.text[:200]}")
    if answer.headers.get("X-Request-ID") != answer.json()["request_id"]:
        raise Failed(f"{answer.request.url}: the answer's request ids differ")


CHECKS = (
    nobody_is_root,
    no_root_is_writable,
    no_privileges_are_left,
    resources_are_limited,
    only_the_gateway_is_published,
    no_secret_is_in_an_environment,
    no_database_opens_to_another_service,
    the_gateway_keeps_the_rules,
)
