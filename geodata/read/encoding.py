"""Which encoding are these bytes? UTF-8 is proved, GB18030 is inferred, anything else is asked.

A text in Chinese is mostly made of the few thousand common characters, and both GB 2312 and Big5
keep those together in one range of lead bytes. So the share of characters that fall in that
range tells the two apart without any table: a real GBK text has nearly all of them there, while
the same bytes taken as Big5 have about half.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from geodata.errors import N_, InputRefused, Question

_CANDIDATES = ("gb18030", "big5")
_OTHERS = ("cp1252", "cp1250", "shift_jis", "euc_kr")
_MAX_SAMPLES, _MAX_SAMPLE_CHARS = 5, 40
_CLEAR_SHARE, _CLEAR_LEAD = 0.8, 0.2


def codec_of(name: str) -> str | None:
    """Return Python's name of an encoding as people and .cpg files write it.

    Parameters
    ----------
    name : str
        ``GBK``, ``Big-5``, ``ANSI 1250``, ``936``, ``UTF-8`` ...

    Returns
    -------
    str or None
        ``gb18030`` for every member of the GB family; None for what is no encoding of text.
    """
    text = name.strip().lower()
    if not re.fullmatch(r"[a-z0-9 _:.\-]{2,30}", text):
        return None
    number = re.fullmatch(r"(?:ansi|oem|windows|cp|ms)?[ _\-]*(\d{3,5})", text)
    text = f"cp{number[1]}" if number else text.replace(" ", "")
    text = {"cp65001": "utf-8", "big-5": "big5", "cp88591": "latin-1"}.get(text, text)
    try:
        codec = codecs.lookup(text)
    except LookupError:
        return None
    if not getattr(codec, "_is_text_encoding", False):
        return None
    return "gb18030" if codec.name in {"gb2312", "gbk", "gb18030"} else codec.name


def chosen_codec(name: str, file: str) -> str:
    """Return the codec that a user named.

    Parameters
    ----------
    name : str
        What was typed for ``--encoding``.
    file : str
        Name of the file, for the message.

    Returns
    -------
    str

    Raises
    ------
    InputRefused
        If there is no such encoding.
    """
    codec = codec_of(name)
    if codec is None:
        raise InputRefused(
            N_(
                "There is no encoding %(encoding)s to read %(file)s with. Known ones are, for "
                "example, %(choices)s (--encoding)."
            ),
            encoding=name[:40],
            file=file,
            choices="utf-8, gb18030, big5",
            question=Question("encoding", ("utf-8", *_CANDIDATES, *_OTHERS)),
        )
    return codec


def detect(texts: Sequence[bytes], file: str) -> str:
    """Find the encoding of raw texts, or ask.

    Parameters
    ----------
    texts : Sequence[bytes]
        Cells or lines as they lie in the file.
    file : str
        Name of the file, for the message.

    Returns
    -------
    str
        ``ascii``, ``utf-8`` or ``gb18030``.

    Raises
    ------
    InputRefused
        With a :class:`~geodata.errors.Question` when the bytes do not say which it is.
    """
    for codec in ("ascii", "utf-8"):
        if fits(texts, codec):
            return codec
    shares = {codec: common_share(texts, codec) for codec in _CANDIDATES}
    lead = shares["gb18030"] - shares["big5"]
    if shares["gb18030"] >= _CLEAR_SHARE and lead >= _CLEAR_LEAD:
        return "gb18030"
    raise _question(texts, file, sorted(_CANDIDATES, key=lambda codec: -shares[codec]))


def fits(texts: Sequence[bytes], codec: str) -> bool:
    """Say whether texts are valid in an encoding.

    Parameters
    ----------
    texts : Sequence[bytes]
        Each may end in the middle of a character, as tables cut texts at so many bytes.
    codec : str

    Returns
    -------
    bool
    """
    decoder = codecs.getincrementaldecoder(codec)
    try:
        for text in texts:
            decoder().decode(text)
    except UnicodeDecodeError:
        return False
    return True


def decoded(raw: bytes, codec: str) -> str:
    """Decode a text, without the half character at which it may have been cut.

    Parameters
    ----------
    raw : bytes
    codec : str

    Returns
    -------
    str
        What cannot be decoded shows as U+FFFD.
    """
    return codecs.getincrementaldecoder(codec)(errors="replace").decode(raw)


def common_share(texts: Sequence[bytes], codec: str) -> float:
    """Measure which share of the two-byte characters is common Chinese in an encoding.

    Parameters
    ----------
    texts : Sequence[bytes]
    codec : str
        ``gb18030`` (first level: rows 16 to 55) or ``big5`` (first level: A440 to C67E).

    Returns
    -------
    float
        0 to 1; 0 when the bytes are not valid in that encoding.
    """
    if not fits(texts, codec):
        return 0.0
    joined = "".join(decoded(text, codec) for text in texts)
    encoded = [char.encode(codec) for char in joined if ord(char) > 0x7F]
    if not encoded:
        return 0.0
    if codec == "big5":
        common = sum(b"\xa4\x40" <= char <= b"\xc6\x7e" for char in encoded)
    else:
        common = sum(
            len(char) == 2 and 0xB0 <= char[0] <= 0xD7 and char[1] >= 0xA1 for char in encoded
        )
    return common / len(encoded)


def misfit(codec: str, file: str) -> InputRefused:
    """Make the refusal of a file whose text is not in the encoding that the user named.

    Parameters
    ----------
    codec : str
    file : str

    Returns
    -------
    InputRefused
    """
    return InputRefused(
        N_(
            "The text of %(file)s is not in the encoding %(encoding)s. Choose another (--encoding)."
        ),
        file=file,
        encoding=codec,
        question=Question("encoding", ("utf-8", *_CANDIDATES, *_OTHERS)),
    )


def _question(texts: Sequence[bytes], file: str, best: Sequence[str]) -> InputRefused:
    choices = tuple(codec for codec in (*best, *_OTHERS) if fits(texts, codec))
    speaking = [text.strip() for text in texts if not text.isascii()][:_MAX_SAMPLES]
    samples = tuple(
        tuple(decoded(text, codec)[:_MAX_SAMPLE_CHARS] for text in speaking) for codec in choices
    )
    shown = "; ".join(
        f"{codec}: {' '.join(sample)[:_MAX_SAMPLE_CHARS]}"
        for codec, sample in zip(choices, samples, strict=True)
    )
    return InputRefused(
        N_(
            "The file %(file)s does not say in which encoding its text is, and it can be read in "
            "several ways: %(choices)s. Choose the one that reads right (--encoding)."
        ),
        file=file,
        choices=shown,
        question=Question("encoding", choices, samples),
    )
