from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

from shared import metrics
from shared.embedded.ports import free_port


def test_one_process_shows_its_own_figures() -> None:
    metrics.EVENTS_RELAYED.labels("test-service").inc(3)
    assert b'shequ_relayed_total{service="test-service"} 3.0' in metrics.exposition()


def test_the_processes_of_a_service_show_their_sum(tmp_path: Path) -> None:
    code = "from shared import metrics; metrics.EVENTS_RELAYED.labels('x').inc(2); print('ok')"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
    code = "import sys; from shared import metrics; sys.stdout.buffer.write(metrics.exposition())"
    shown = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True).stdout
    assert b'shequ_relayed_total{service="x"} 4.0' in shown


def test_a_process_without_a_web_server_answers_prometheus_on_its_own_port() -> None:
    code = (
        "import sys; from shared import metrics; metrics.EVENTS_RELAYED.labels('y').inc();"
        "metrics.serve(int(sys.argv[1])); print('up', flush=True); sys.stdin.read()"
    )
    port = free_port()
    command = [sys.executable, "-c", code, str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"up\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            assert b'shequ_relayed_total{service="y"} 1.0' in answer.read()
        process.kill()
