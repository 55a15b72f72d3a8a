"""How the reading process and the program speak: frames of JSON, and values turned into JSON by their types.

A frame is four bytes of length (big-endian), one byte that says what it is, and UTF-8 JSON; bytes
travel as they are. Both ends are the same program, so the fields of a dataclass travel as a list in their declared
order. Nothing is ever executed from a frame.
"""

from __future__ import annotations

import datetime
import json
import struct
import types
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from operator import attrgetter
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from desktop.domain.errors import Problem, Refused

PIECE = 1_000
"""Items of a long sequence per frame: one frame is decoded at a stretch, and other threads wait for it."""

MAX_FRAME_BYTES = 2**28

HELLO, REQUEST, VALUE, ITEMS, BYTES, END, REFUSAL, FAULT = b"H", b"Q", b"V", b"I", b"B", b"E", b"R", b"F"
LAST_FRAMES = (END, REFUSAL, FAULT)
"""The frames that close an answer."""

_TAG = "§"
_MOMENTS: dict[str, type[Any]] = {
    "datetime": datetime.datetime,
    "date": datetime.date,
    "time": datetime.time,
}
_PLAIN = (str, int, float, bool, type(None))

Value = TypeVar("Value")


class Codec(NamedTuple):
    """Turns a value of one type into what JSON can hold, and back."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def framed(mark: bytes, content: Any) -> bytes:
    """The body of a frame: mark and JSON."""
    # Names of files may hold half a surrogate pair.
    return mark + json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def write_frame(stream: BinaryIO, body: bytes) -> None:
    """Write one frame; the stream is not flushed."""
    stream.write(struct.pack(">I", len(body)))
    stream.write(body)


def read_frame(stream: BinaryIO) -> bytes | None:
    """The body of the next frame; None where the stream ends or holds no frames."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if not 0 < length <= MAX_FRAME_BYTES:
        return None
    body = stream.read(length)
    return body if len(body) == length else None


def content_of(body: bytes) -> Any:
    """The JSON of a frame."""
    return json.loads(body[1:].decode("utf-8", "surrogatepass"))


def message_of(value: Any, kind: Hashable) -> Iterator[bytes]:
    """A dataclass as bodies of frames, its long sequences in pieces; the closing frame is not among them."""
    row: list[Any] = []
    pieces: list[tuple[int, Any, Sequence[Any]]] = []
    for place, (name, hint) in enumerate(_hints(kind).items()):
        held = getattr(value, name)
        if _is_sequence(hint) and (len(held) > PIECE or _is_bytes(hint)):
            pieces.append((place, hint, held))
            held = ()
        row.append([] if _is_bytes(hint) else codec_of(hint).encode(held))
    yield framed(VALUE, row)
    for place, hint, held in pieces:
        if _is_bytes(hint):
            yield from (BYTES + bytes([place]) + piece for piece in held)
            continue
        for start in range(0, len(held), PIECE):
            yield framed(ITEMS, [place, codec_of(hint).encode(held[start : start + PIECE])])


def value_of(bodies: Iterable[bytes], kind: type[Value]) -> Value:
    """The dataclass that :func:`message_of` took apart. Its sequences are lists."""
    hints = list(_hints(cast(Hashable, kind)).values())
    row: list[Any] = []
    for body in bodies:
        if body[:1] == VALUE:
            row = [
                held if _is_bytes(hint) else codec_of(hint).decode(held)
                for hint, held in zip(hints, content_of(body), strict=True)
            ]
        elif body[:1] == BYTES:
            row[body[1]].append(body[2:])
        else:
            place, items = content_of(body)
            row[place].extend(codec_of(hints[place]).decode(items))
    return kind(*row)


def refusal_content(refusal: Refused) -> Any:
    """A refusal as the content of a frame."""
    problems = [codec_of(Problem).encode(problem) for problem in refusal.problems]
    return [refusal.code, _encode_any(refusal.params), problems]


def refusal_of(content: Any) -> Refused:
    """The refusal in the content of a frame."""
    code, params, problems = content
    return Refused(code, problems=[codec_of(Problem).decode(problem) for problem in problems], **_decode_any(params))


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)} if is_dataclass(kind) else hints


def _is_sequence(hint: Any) -> bool:
    origin = get_origin(hint)
    return isinstance(origin, type) and issubclass(origin, Sequence) and origin is not tuple


def _is_bytes(hint: Any) -> bool:
    """Whether a field is a sequence of bytes: each travels as it is, in a frame of its own."""
    return _is_sequence(hint) and get_args(hint) == (bytes,)


@lru_cache(maxsize=256)
def codec_of(hint: Any) -> Codec:
    """The codec of a type: plain values, dates, enums, sequences, tuples, sets, mappings, dataclasses, named tuples,
    unions, Any.

    Where the type leaves open what a value is (Any, ``str | date``), values are marked. TypeError for other types.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in _PLAIN or origin is Literal:
        return Codec(_same, _same)
    if hint is Any or hint is object:
        return Codec(_encode_any, _decode_any)
    if origin in (Union, types.UnionType):
        return _union_codec(arguments)
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")):
        return _fields_codec(hint)
    if isinstance(hint, type) and hint in _MOMENTS.values():
        return Codec(_encode_any, _decode_any)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return Codec(attrgetter("value"), hint)
    if origin is tuple:
        return _tuple_codec(arguments)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping_codec(*arguments)
    if isinstance(origin, type) and issubclass(origin, Sequence | Set):
        return _collection_codec(origin, arguments[0])
    raise TypeError(f"no codec for {hint!r}")


def _same(value: Any) -> Any:
    return value


def _union_codec(members: tuple[Any, ...]) -> Codec:
    others = [member for member in members if member is not type(None)]
    if all(member in _PLAIN for member in others):
        return Codec(_same, _same)
    if len(others) > 1:
        # A union of plain values and dates; dataclasses in it are refused when they are met.
        return Codec(_encode_any, _decode_any)
    encode, decode = codec_of(others[0])
    return Codec(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
    )


def _fields_codec(kind: Any) -> Codec:
    hints = _hints(kind)
    codecs = [codec_of(hint) for hint in hints.values()]
    names = list(hints)

    def encode(value: Any) -> list[Any]:
        return [codec.encode(getattr(value, name)) for name, codec in zip(names, codecs, strict=True)]

    def decode(row: list[Any]) -> Any:
        return kind(*[codec.decode(held) for held, codec in zip(row, codecs, strict=True)])

    return Codec(encode, decode)


def _tuple_codec(members: tuple[Any, ...]) -> Codec:
    if len(members) == 2 and members[1] is Ellipsis:
        return _collection_codec(tuple, members[0])
    codecs = [codec_of(member) for member in members]
    return Codec(
        lambda value: [codec.encode(one) for one, codec in zip(value, codecs, strict=True)],
        lambda value: tuple([codec.decode(one) for one, codec in zip(value, codecs, strict=True)]),
    )


def _mapping_codec(key: Any, item: Any) -> Codec:
    of_key, of_item = codec_of(key), codec_of(item)
    if key is str:
        return Codec(
            lambda value: {name: of_item.encode(one) for name, one in value.items()},
            lambda value: {name: of_item.decode(one) for name, one in value.items()},
        )
    return Codec(
        lambda value: [[of_key.encode(name), of_item.encode(one)] for name, one in value.items()],
        lambda value: {of_key.decode(name): of_item.decode(one) for name, one in value},
    )


def _collection_codec(origin: type[Any], item: Any) -> Codec:
    of_item = codec_of(item)
    made = origin if issubclass(origin, tuple | set | frozenset) else set if issubclass(origin, Set) else list
    if of_item.encode is _same:
        return Codec(list, made)
    encode, decode = of_item
    return Codec(lambda value: [encode(one) for one in value], lambda value: made([decode(one) for one in value]))


def _encode_any(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_encode_any(one) for one in value]
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError("keys must be text")
        encoded = {name: _encode_any(one) for name, one in value.items()}
        return {f"{_TAG}map": encoded} if any(name.startswith(_TAG) for name in encoded) else encoded
    if isinstance(value, datetime.timedelta):
        return {f"{_TAG}seconds": value.total_seconds()}
    for name, kind in _MOMENTS.items():
        if isinstance(value, kind):
            return {_TAG + name: value.isoformat()}
    raise TypeError(f"{type(value).__name__} does not travel")


def _decode_any(value: Any) -> Any:
    if isinstance(value, list):
        return [_decode_any(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, held),) = value.items()
        if name == f"{_TAG}map":
            return {key: _decode_any(one) for key, one in held.items()}
        if name == f"{_TAG}seconds":
            return datetime.timedelta(seconds=held)
        if name.startswith(_TAG):
            return _MOMENTS[name.removeprefix(_TAG)].fromisoformat(held)
    return {key: _decode_any(one) for key, one in value.items()}
