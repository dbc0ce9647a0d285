"""Messages between the build and its press: a JSON head and the bytes that go with it. No pickle crosses the wall."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

_HEAD = struct.Struct("!II")
LIMIT = 300 << 20  # bytes of one message


class Broken(Exception):
    """The other side is gone, or what it sent is no message."""


def send(line: socket.socket, head: dict[str, Any], blobs: dict[str, bytes]) -> None:
    """Send a head and named bytes. Raises OSError when the other side is gone."""
    text = json.dumps({**head, "blobs": [[name, len(data)] for name, data in blobs.items()]}).encode()
    line.sendall(_HEAD.pack(len(text), sum(map(len, blobs.values()))) + text)
    for data in blobs.values():
        line.sendall(data)


def receive(line: socket.socket) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return a head and named bytes. Raises Broken, or TimeoutError when the socket's time is up."""
    size, total = _HEAD.unpack(_exactly(line, _HEAD.size))
    if size + total > LIMIT:
        raise Broken("the message is too large")
    head = json.loads(_exactly(line, size))
    blobs = {name: _exactly(line, length) for name, length in head.pop("blobs")}
    return head, blobs


def _exactly(line: socket.socket, size: int) -> bytes:
    parts, missing = [], size
    while missing:
        part = line.recv(min(missing, 1 << 20))
        if not part:
            raise Broken("the other side is gone")
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
