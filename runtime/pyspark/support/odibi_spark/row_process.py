"""A process of Node that calls a function for the rows of a task."""

from __future__ import annotations

import json
import os
import struct
import subprocess
from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Semaphore, Thread
from typing import Any, BinaryIO

import pyarrow

_ARROW_TYPES = {
    "int": pyarrow.int32(),
    "bigint": pyarrow.int64(),
    "double": pyarrow.float64(),
    "string": pyarrow.string(),
}


# Batches on their way: memory is bounded by them.
_TOGETHER = 3


class RowProcess:
    """Batches go over one pipe and come back over another. A message is a header in JSON and bytes:
    the lengths of both, in four bytes each, and then both."""

    def __init__(self, node: str, worker: str, function: str) -> None:
        self._function = function
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # What the function prints is talk.
        self._process = subprocess.Popen(
            [node, worker, str(theirs_in), str(theirs_out)],
            stdin=subprocess.DEVNULL,
            stdout=2,
            pass_fds=(theirs_in, theirs_out),
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._out: BinaryIO = os.fdopen(ours_out, "wb")
        self._in: BinaryIO = os.fdopen(ours_in, "rb", buffering=1 << 20)

    def open(self, opening: dict[str, Any]) -> None:
        """Tells it the function and the columns."""
        self._send(opening, [])
        self._receive()

    def call(
        self, batches: Iterable[pyarrow.RecordBatch], wire_types: list[str]
    ) -> Iterator[pyarrow.RecordBatch]:
        """The results for the rows of each batch. A few are on their way at once, so that none of
        the processes waits for the others."""
        free = Semaphore(_TOGETHER)
        sent: Queue[BaseException | bool] = Queue()

        def feed() -> None:
            try:
                for batch in batches:
                    if batch.num_rows > 0:
                        free.acquire()
                        self._send_batch(batch)
                        sent.put(True)
                sent.put(False)
            except BaseException as error:  # noqa: BLE001 - raised where results are waited for
                sent.put(error)

        Thread(target=feed, daemon=True).start()
        while True:
            found = sent.get()
            if isinstance(found, BaseException):
                raise found
            if not found:
                return
            header, payload = self._receive()
            free.release()
            yield _batch_of(header, payload, wire_types)

    def _send_batch(self, batch: pyarrow.RecordBatch) -> None:
        columns = [_buffers(column) for column in batch.columns]
        parts = [part for column in columns for part in column]
        lengths = [[len(part) for part in column] for column in columns]
        self._send({"rows": batch.num_rows, "buffers": lengths}, parts)

    def close(self) -> None:
        """Ends it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._out, self._in):
            try:
                pipe.close()
            except OSError:
                continue

    def _send(self, header: dict[str, Any], parts: list[Any]) -> None:
        text = json.dumps(header).encode()
        try:
            self._out.write(struct.pack("<II", len(text), sum(len(part) for part in parts)))
            self._out.write(text)
            for part in parts:
                self._out.write(part)
            self._out.flush()
        except BrokenPipeError:
            # It says why, or its end does.
            return

    def _receive(self) -> tuple[dict[str, Any], memoryview]:
        lengths = self._in.read(8)
        if len(lengths) < 8:
            raise self._fault("ended", {"code": str(self._process.wait())})
        text, payload = struct.unpack("<II", lengths)
        header = json.loads(self._in.read(text))
        data = memoryview(self._in.read(payload))
        if "fault" in header:
            raise self._fault(header["fault"]["kind"], header["fault"])
        return header, data

    def _fault(self, kind: str, details: dict[str, Any]) -> RuntimeError:
        """What a function did wrong, in a form that is found again in what Spark tells of it."""
        code = "ODB6041" if kind == "result" else "ODB6040"
        found = {**details, "kind": kind, "function": self._function}
        return RuntimeError(f"odibi:{code}:{json.dumps(found)}")


def _buffers(column: pyarrow.Array) -> tuple[Any, Any, Any]:
    if column.offset != 0:
        column = pyarrow.concat_arrays([column])
    nulls, *rest = column.buffers()
    offsets, items = rest if len(rest) == 2 else (None, rest[0])
    size = len(column)
    bits = b"" if column.null_count == 0 or nulls is None else _part(nulls, (size + 7) // 8)
    if offsets is None:
        return bits, b"", _part(items, size * column.type.bit_width // 8)
    places = _part(offsets, (size + 1) * 4)
    end = struct.unpack_from("<i", places, size * 4)[0]
    return bits, places, _part(items, end)


def _part(buffer: pyarrow.Buffer | None, size: int) -> Any:
    return b"" if buffer is None or size == 0 else memoryview(buffer)[:size]


def _batch_of(
    header: dict[str, Any], payload: memoryview, wire_types: list[str]
) -> pyarrow.RecordBatch:
    rows, at = header["rows"], 0
    arrays = []
    for lengths, wire_type in zip(header["buffers"], wire_types, strict=True):
        parts = []
        for length in lengths:
            parts.append(payload[at : at + length])
            at += length
        nulls, offsets, items = parts
        bits = None if len(nulls) == 0 else pyarrow.py_buffer(nulls)
        buffers = [bits, pyarrow.py_buffer(items)]
        if wire_type == "string":
            buffers.insert(1, pyarrow.py_buffer(offsets))
        arrays.append(pyarrow.Array.from_buffers(_ARROW_TYPES[wire_type], rows, buffers))
    return pyarrow.RecordBatch.from_arrays(arrays, [f"c{at}" for at in range(len(arrays))])
