# SPDX-License-Identifier: Apache-2.0
"""What the test files give away, and every form in which it may stand in bytes. People and places are invented."""
import datetime
import struct
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Text:
    value: str

    def forms(self):
        return {self.value.encode(code): code for code in ("utf-8", "utf-16-le", "utf-16-be")}


@dataclass(frozen=True)
class Blob:
    """Bytes of a picture, a track or a profile that stand in the file as they are."""
    value: bytes

    def forms(self):
        return {self.value: "bytes"}


@dataclass(frozen=True)
class Position:
    """Degrees, minutes and seconds as Exif's rationals have them; always south and west."""
    lat: tuple
    lon: tuple

    @staticmethod
    def degrees(angle):
        return float(-sum(Fraction(*part) / 60 ** power for power, part in enumerate(angle)))

    @staticmethod
    def rationals(angle, order="<"):
        return struct.pack(order + "6I", *(number for part in angle for number in part))

    @staticmethod
    def minutes(angle):
        """Degrees and decimal minutes, as XMP writes them."""
        whole = angle[0][0]
        return f"{whole},{float(Fraction(*angle[1]) + Fraction(*angle[2]) / 60):.6f}"

    @property
    def iso6709(self):
        """As QuickTime writes it (ISO 6709 annex H)."""
        return f"{self.degrees(self.lat):+08.4f}{self.degrees(self.lon):+09.4f}/"

    @staticmethod
    def fixed(angle, order=">"):
        """16.16, as 3GPP's loci has it."""
        return struct.pack(order + "i", round(Position.degrees(angle) * 65536))

    def forms(self):
        found = {}
        for name, angle in (("latitude", self.lat), ("longitude", self.lon)):
            for order in "<>":
                found[self.rationals(angle, order)] = f"{name}, rationals"
                found[struct.pack(order + "2I", *angle[2])] = f"{name}, seconds"
                found[self.fixed(angle, order)] = f"{name}, 16.16"
                found[struct.pack(order + "d", self.degrees(angle))] = f"{name}, double"
            decimal, minutes = f"{abs(self.degrees(angle)):.4f}", self.minutes(angle)[:-2]
            for text in (decimal, minutes, minutes.replace(",", "")):
                for code in ("utf-8", "utf-16-le", "utf-16-be"):
                    found[text.encode(code)] = f"{name}, {code}"
        return found


@dataclass(frozen=True)
class Moment:
    value: datetime.datetime

    @property
    def exif(self):
        return self.value.strftime("%Y:%m:%d %H:%M:%S")

    @property
    def iso(self):
        return self.value.strftime("%Y-%m-%dT%H:%M:%S")

    @property
    def quicktime(self):
        """Seconds since 1904 (ISO/IEC 14496-12, 8.2.2)."""
        return int((self.value - datetime.datetime(1904, 1, 1)).total_seconds())

    @property
    def icc(self):
        """dateTimeNumber (ICC.1, 4.2)."""
        return struct.pack(">6H", *self.value.timetuple()[:6])

    @property
    def png(self):
        """Content of tIME."""
        return struct.pack(">H5B", *self.value.timetuple()[:6])

    def forms(self):
        texts = (self.exif, self.iso, self.iso.replace("T", " "), self.value.strftime("%Y%m%dT%H%M%S"),
                 self.value.strftime("%Y%m%d_%H%M%S"))
        found = {text.encode(code): code for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")}
        found |= {struct.pack(order + "I", self.quicktime): "seconds since 1904" for order in "<>"}
        found |= {self.icc: "dateTimeNumber", self.png: "tIME"}
        return found


POSITION = Position(lat=((41, 1), (13, 1), (220719, 10000)), lon=((127, 1), (46, 1), (538241, 10000)))
LAT, LON = Position.degrees(POSITION.lat), Position.degrees(POSITION.lon)
TAKEN = Moment(datetime.datetime(2021, 3, 14, 15, 9, 26))
SERIAL = Text("KV1-7741-0093-26")
LENS_SERIAL = Text("LN-55102-8834")
OWNER = Text("Odalys Vantongeren")
ARTIST = Text("Thessaly Okonjo-Brandt")
MAKE = Text("Kestrelvane")
MODEL = Text("Prime Mk4 KV-1")
SOFTWARE = Text("DarkroomWell 7.3.1")
PLACE = Text("Brannock Ferry")
NOTE = Text("Meet Ilse Harrowgate at pier nine")
UMLAUT = Text("Ödön Vántorény, Brannock")
PROMPT = Text("portrait of Ilse Harrowgate, badge 48213")
REMAINS = Text("remains of Harrowgate file 48213")
IDENTIFIER = Text("5f1c2a90b7e84d3ea6620f9d1c7744b8")
