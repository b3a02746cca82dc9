"""A compound file, as old workbooks are: one of its streams is written anew, every other byte stays ([MS-CFB]).

A stream lies in sectors of the file, chained by tables; what it grows by is put behind the last sector.
"""

from __future__ import annotations

import struct

END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
HEADER, HEADER_TABLES, ENTRY, SMALL = 512, 109, 128, 64


class CompoundFile:
    """A compound file: its sectors, their chains and the directory entry of the workbook."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        self.size: int = 1 << struct.unpack_from("<H", content, 30)[0]
        self.tables = [s for s in struct.unpack_from(f"<{HEADER_TABLES}I", content, 76) if s < FAT]
        if self.size != HEADER or struct.unpack_from("<I", content, 72)[0]:
            raise ValueError("another kind of compound file")
        self.chain = [one for table in self.tables for one in struct.unpack_from("<128I", content, self._at(table))]
        directory = self._sectors(struct.unpack_from("<I", content, 48)[0])
        entries = [self._at(sector) + offset for sector in directory for offset in range(0, self.size, ENTRY)]
        self.entry = next(at for at in entries if self._name(at) == "workbook")
        self.start, self.length = struct.unpack_from("<II", content, self.entry + 116)
        self.small = self.length < struct.unpack_from("<I", content, 56)[0]
        self.root = struct.unpack_from("<I", content, entries[0] + 116)[0]

    def _at(self, sector: int) -> int:
        return HEADER + sector * self.size

    def _name(self, at: int) -> str:
        length = struct.unpack_from("<H", self.content, at + 64)[0]
        return bytes(self.content[at : at + max(0, length - 2)]).decode("utf-16-le", "replace").casefold()

    def _sectors(self, first: int) -> list[int]:
        found: list[int] = []
        while first < FAT and len(found) <= len(self.chain):
            found.append(first)
            first = self.chain[first]
        return found

    def read(self) -> bytes:
        if not self.small:
            return self._stream(self.start)[: self.length]
        table = self._stream(struct.unpack_from("<I", self.content, 60)[0])
        container, found, sector = self._stream(self.root), b"", self.start
        while sector < FAT and len(found) < self.length:
            found += container[sector * SMALL : (sector + 1) * SMALL]
            sector = struct.unpack_from("<I", table, 4 * sector)[0]
        return found[: self.length]

    def _stream(self, first: int) -> bytes:
        return b"".join(bytes(self.content[self._at(s) : self._at(s + 1)]) for s in self._sectors(first))

    def write(self, stream: bytes) -> bytes:
        """The file with another stream in the workbook's place; never so short that it would lie elsewhere."""
        stream += bytes(max(0, struct.unpack_from("<I", self.content, 56)[0] - len(stream)))
        sectors = [] if self.small else self._sectors(self.start)
        need = -(-len(stream) // self.size)
        self.content += bytes(-(len(self.content) - HEADER) % self.size)
        while len(sectors) < need:
            new = self._new_sector(END)
            if sectors:
                self._set(sectors[-1], new)
            sectors.append(new)
        padded = stream + bytes(need * self.size - len(stream))
        for number, sector in enumerate(sectors[:need]):
            self.content[self._at(sector) : self._at(sector + 1)] = padded[
                number * self.size : (number + 1) * self.size
            ]
        struct.pack_into("<II", self.content, self.entry + 116, sectors[0], len(stream))
        return bytes(self.content)

    def _new_sector(self, value: int) -> int:
        new = (len(self.content) - HEADER) // self.size
        if new // 128 >= len(self.tables):
            self._new_table(new)
            new += 1
        self.content += bytes(self.size)
        self._set(new, value)
        return new

    def _new_table(self, sector: int) -> None:
        """One more table of chains, in a sector of its own."""
        if len(self.tables) >= HEADER_TABLES:
            raise ValueError("too large a file")
        self.content += struct.pack("<I", FREE) * 128
        struct.pack_into("<I", self.content, 76 + 4 * len(self.tables), sector)
        struct.pack_into("<I", self.content, 44, len(self.tables) + 1)
        self.tables.append(sector)
        self.chain += [FREE] * 128
        self._set(sector, FAT)

    def _set(self, sector: int, value: int) -> None:
        self.chain[sector] = value
        struct.pack_into("<I", self.content, self._at(self.tables[sector // 128]) + 4 * (sector % 128), value)
