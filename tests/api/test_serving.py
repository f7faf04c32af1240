"""A server as `bin/up` starts it: its own process, its own data folder, a real port."""

import signal
import socket
import time
from http.client import HTTPConnection
from pathlib import Path

from tests.serving import START_SECONDS, get, refusal, serving


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
        with socket.create_connection(("127.0.0.1", port), START_SECONDS) as nonsense:
            nonsense.sendall(b"NONSENSE\r\n\r\n")
            head, _, said = nonsense.recv(4000).partition(b"\r\n\r\n")
        names = {line.partition(b":")[0] for line in head.split(b"\r\n")[1:]}
        assert head.startswith(b"HTTP/1.1 400 ")
        assert said
        assert {b"content-security-policy", b"x-content-type-options", b"x-frame-options", b"referrer-policy"} <= names
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
