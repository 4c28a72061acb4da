"""Makes a picture small: one byte a pixel, of 256 colours, as screens of text have few that differ."""

import struct
import zlib
from base64 import b64decode, b64encode
from typing import Final

from playwright.async_api import BrowserContext

MOST: Final = 256
"""Colours of an indexed PNG."""
APART: Final = 100
"""How far apart two of them are at least, as a sum of squares: rare ones then have a place, too."""

INDEX = """
async ([png, most, apart]) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const brush = canvas.getContext("2d");
    brush.drawImage(picture, 0, 0);
    const seen = new Uint32Array(brush.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    const counts = new Map();
    for (const colour of seen) counts.set(colour, (counts.get(colour) ?? 0) + 1);
    const colours = [...counts].sort((one, other) => other[1] - one[1]).map(([colour]) => colour);
    const palette = [];
    const far = (one, other) =>
        [0, 8, 16].reduce((sum, bits) => sum + (((one >> bits) & 255) - ((other >> bits) & 255)) ** 2, 0);
    const nearest = (colour) =>
        palette.reduce((best, other, at) => (far(colour, other) < far(colour, palette[best]) ? at : best), 0);
    for (const colour of colours)
        if (palette.length < most && palette.every((other) => far(colour, other) >= apart)) palette.push(colour);
    const place = new Map(colours.map((colour) => [colour, nearest(colour)]));
    const pixels = Uint8Array.from(seen, (colour) => place.get(colour));
    let text = "";
    for (let at = 0; at < pixels.length; at += 32768) text += String.fromCharCode(...pixels.subarray(at, at + 32768));
    return [canvas.width, canvas.height, palette, btoa(text)];
}
"""
"""Answers width, height, the palette (red in the lowest byte) and the place of each pixel's colour in it."""


async def slimmed(context: BrowserContext, png: bytes) -> bytes:
    """Answer the same picture as an indexed PNG (https://www.w3.org/TR/png-3/), counted in an empty page."""
    page = await context.new_page()
    width, height, palette, pixels = await page.evaluate(INDEX, [b64encode(png).decode(), MOST, APART])
    await page.close()
    places = b64decode(pixels)
    rows = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    colours = b"".join(colour.to_bytes(4, "little", signed=colour < 0)[:3] for colour in palette)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, inside) for kind, inside in parts)


def _chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))
