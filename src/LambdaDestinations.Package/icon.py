"""Draws icon.png: a handler, and the two ways that its record may go. Run it to draw anew; it needs Python alone."""

import math
import pathlib
import struct
import zlib

SIZE = 128
SAMPLES = 4  # per axis and pixel: smooth edges
BACKGROUND = (35, 47, 62)
HANDLER = (255, 255, 255)
SUCCESS = (63, 185, 80)
FAILURE = (248, 81, 73)


def distance_to_line(x, y, x1, y1, x2, y2):
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    t = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.hypot(x - x1 - t * (x2 - x1), y - y1 - t * (y2 - y1))


def colour(x, y):
    """The colour at a point; None outside the rounded square."""
    corner = 24
    dx = max(corner - x, x - (SIZE - corner), 0)
    dy = max(corner - y, y - (SIZE - corner), 0)
    if math.hypot(dx, dy) > corner:
        return None
    for end, tint in (((94, 36), SUCCESS), ((94, 92), FAILURE)):
        if math.hypot(x - end[0], y - end[1]) < 15 or distance_to_line(x, y, 36, 64, *end) < 4.5:
            return HANDLER if math.hypot(x - 36, y - 64) < 18 else tint
    return HANDLER if math.hypot(x - 36, y - 64) < 18 else BACKGROUND


def pixel(column, row):
    total = [0, 0, 0]
    inside = 0
    for i in range(SAMPLES):
        for j in range(SAMPLES):
            found = colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES)
            if found is not None:
                inside += 1
                total = [a + b for a, b in zip(total, found)]
    tint = [round(value / inside) for value in total] if inside else [0, 0, 0]
    return bytes([*tint, round(255 * inside / SAMPLES**2)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
pathlib.Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
)
