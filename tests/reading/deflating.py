"""Deflate streams of blocks that give no byte: no limit on output ever fires (RFC 1951, section 3.2.7)."""

_STORED = b"\0\0\0\xff\xff"
_LAST = b"\x01\0\0\xff\xff"


def empty_stored(count: int) -> bytes:
    """So many empty stored blocks, five bytes each, and a last one."""
    return _STORED * count + _LAST


def empty_dynamic(count: int) -> bytes:
    """So many blocks of dynamic Huffman codes, each with its own tables and nothing but the end of block in it: what
    costs most for a byte. 23 bytes hold two.
    """
    two = _block() * 2
    whole = int(two[::-1], 2).to_bytes(len(two) // 8, "little")
    return whole * (count // 2) + _LAST


def _block() -> str:
    """The bits of one block in the order of the stream: 92 of them, half a byte too many."""
    lengths = {18: 1, 1: 2, 0: 2}  # the code of code lengths: runs of zeros, one, zero
    order = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1)
    codes = {18: "0", 0: "10", 1: "11"}
    bits = "0" + "01"  # not the last; dynamic
    bits += _number(0, 5) + _number(0, 5) + _number(len(order) - 4, 4)
    bits += "".join(_number(lengths.get(symbol, 0), 3) for symbol in order)
    bits += codes[18] + _number(138 - 11, 7) + codes[18] + _number(118 - 11, 7)  # 256 literals without a code
    bits += codes[1] + codes[0]  # the end of block has one, the only distance has none
    return bits + "0"  # the end of block


def _number(value: int, width: int) -> str:
    """A number's bits, the lowest first."""
    return format(value, f"0{width}b")[::-1]
