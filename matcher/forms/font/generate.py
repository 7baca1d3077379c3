#!/usr/bin/env python3
"""Makes the two fonts of the printed forms from Debian's packages (see README.md).

Needs the packages fonts-droid-fallback, fonts-lxgw-wenkai and python3-fonttools.
Writes han.ttf, more.ttf and beyond.txt beside this file; the same packages give the same bytes.
"""

import pathlib
import subprocess

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent
PRIVATE = 0xE000  # the first code point that stands for a character beyond U+FFFF
DROP = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "gasp", "cvt ", "fpgm", "prep"]


def path(package, name):
    files = subprocess.run(["dpkg", "-L", package], check=True, capture_output=True, text=True).stdout
    return next(f for f in files.splitlines() if f.endswith("/" + name))


def reduce(font, points):
    options = subset.Options(
        hinting=False, layout_features=[], drop_tables=DROP, notdef_outline=True, name_IDs=["*"], recalc_timestamp=False
    )
    s = subset.Subsetter(options)
    s.populate(unicodes=points)
    s.subset(font)


def rename(font, name):
    """Takes the reserved names out, as the OFL asks of what is changed."""
    font["name"].names = []
    for number, text in {1: name, 2: "Regular", 3: name, 4: name, 6: name.replace(" ", "")}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].setName("Copyright 2021-2022 lxgw. SIL Open Font License 1.1.", 0, 3, 1, 0x409)
    font["name"].setName("https://openfontlicense.org", 14, 3, 1, 0x409)


def wanted(point):
    """What the second font adds: Latin, signs, and Han characters that the first lacks."""
    return (
        0x20 <= point <= 0x17F or 0x1CD <= point <= 0x1DC or 0x1E00 <= point <= 0x1EFF or 0x400 <= point <= 0x45F
        or 0x2010 <= point <= 0x203B or 0x20AC == point or 0x2100 <= point <= 0x2193 or 0x2460 <= point <= 0x24FF or 0x25A0 <= point <= 0x2642
        or 0x2713 <= point <= 0x2717 or 0x2E80 <= point <= 0x9FFF or 0xF900 <= point <= 0xFFEF or point >= 0x20000
    )


han = TTFont(path("fonts-droid-fallback", "DroidSansFallbackFull.ttf"), recalcTimestamp=False)
first = {p for p in han.getBestCmap() if 0x3400 <= p < 0xFB00}  # its signs stand as in Taiwan, in the middle of their squares
reduce(han, first)
han.save(HERE / "han.ttf")

more = TTFont(path("fonts-lxgw-wenkai", "LXGWWenKai-Regular.ttf"), recalcTimestamp=False)
reduce(more, {p for p in more.getBestCmap() if wanted(p) and p not in first})
rename(more, "Guitu Forms More")
glyphs = more.getBestCmap()
beyond = sorted(p for p in glyphs if p > 0xFFFF)
plane = {p: g for p, g in glyphs.items() if p <= 0xFFFF} | {PRIVATE + i: glyphs[p] for i, p in enumerate(beyond)}
more["cmap"].tables = [t for t in more["cmap"].tables if t.format == 4 and t.platformID == 3]
more["cmap"].tables[0].cmap = plane
more.save(HERE / "more.ttf")
(HERE / "beyond.txt").write_text("".join(map(chr, beyond)), encoding="utf-8")
print(len(first), "in the first font,", len(plane), "in the second,", len(beyond), "of them beyond U+FFFF")
