"""A server as `bin/up` starts it: its own process, its own data folder, a real port."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

START_SECONDS = 90


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAOBAN_", "DATABASE_"))}
    return {**kept, "JIAOBAN_DATA": str(data)}


def serve(data: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "jiaoban", "serve", "--no-demo", *options]
    return subprocess.Popen(command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Serve on a free port; give the process and its port."""
    process = serve(data, "--port", "0")
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        port = re.search(r"http://127\.0\.0\.1:(\d+)/", first)
        assert port is not None, first + process.communicate(timeout=START_SECONDS)[1]
        _wait_until_open(int(port[1]))
        yield process, int(port[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _wait_until_open(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not open its port.")


def get(port: int, path: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    return connection.getresponse()


def refusal(data: Path, *options: str) -> tuple[int, str]:
    process = serve(data, *options)
    _, said = process.communicate(timeout=START_SECONDS)
    return process.returncode, said


def test_a_request_whose_head_does_not_end_is_cut_off(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, port):
        with socket.create_connection(("127.0.0.1", port), START_SECONDS) as endless:
            endless.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
            answer = b""
            try:
                for _ in range(1000):
                    endless.sendall(b"x" * 8192)
                answer = endless.recv(1000)
            except ConnectionError:
                pass  # the server closed while we were sending
            else:
                assert answer.startswith(b"HTTP/1.1 400 ")
        assert get(port, "/healthz").read() == b"ok\n"


def test_it_serves_goes_on_where_it_stopped_and_ends_cleanly_with_a_stream_open(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, port):
        assert get(port, "/healthz").read() == b"ok\n"
        key = (tmp_path / "secret-key").read_text(encoding="ascii")
        assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
        stream = HTTPConnection("127.0.0.1", port, timeout=10)
        stream.request("GET", "/sse")
        told = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - told < 5
        stream.close()
    with serving(tmp_path) as (process, port):
        assert get(port, "/healthz").status == 200
        assert (tmp_path / "secret-key").read_text(encoding="ascii") == key
        code, said = refusal(tmp_path, "--port", "0")
        assert (code, said.count("\n")) == (1, 1)
        assert f"Process {process.pid} already serves" in said
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refusal(tmp_path, "--port", str(port))
    assert code == 1
    assert said == f"Port {port} on 127.0.0.1 cannot be used (Address already in use); choose another: --port N.\n"


def test_an_unwritable_data_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = refusal(tmp_path / "file" / "data", "--port", "0")
    assert code == 1
    assert said.startswith(f"The data folder {tmp_path / 'file' / 'data'} cannot be written")
    assert said.count("\n") == 1


def test_an_unknown_host_is_one_sentence(tmp_path: Path) -> None:
    code, said = refusal(tmp_path, "--host", "no such host", "--port", "0")
    assert (code, said.count("\n")) == (1, 1)
