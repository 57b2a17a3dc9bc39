"""Ctrl-C on a terminal: what a person does to `make run`."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from pathlib import Path

import pytest

from tests.service.test_server import FAKE, ROOT, environment, free_port, listening


@pytest.mark.server
def test_ctrl_c_on_a_terminal_ends_make_with_exit_code_0(tmp_path: Path) -> None:
    port = free_port()
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@exec {sys.executable} -m service.demo '{FAKE}'\n")
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execve("/usr/bin/make", ["make", "-f", str(makefile), "run"], environment(tmp_path, port))
    printed = read_until(terminal, b"Serving at")
    assert b"Serving at" in printed
    os.write(terminal, b"\x03")
    read_until(terminal, b"never printed")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0, printed.decode()
    assert not listening(port)


def read_until(terminal: int, wanted: bytes, seconds: float = 20) -> bytes:
    """What the terminal shows until it shows ``wanted`` or is closed."""
    printed, last = b"", time.monotonic() + seconds
    while wanted not in printed and time.monotonic() < last:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                printed += os.read(terminal, 4096)
            except OSError:
                break
    return printed
