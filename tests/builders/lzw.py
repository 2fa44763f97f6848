"""Packing .Z files, which the app only unpacks."""


def compress(data: bytes, clear_at: int | None = None, max_bits: int = 16) -> bytes:
    """The writer's half of the format, to test the reader with; clears its table once after `clear_at` codes."""
    table = {bytes([value]): value for value in range(256)}
    next_code, bits, codes = 257, 9, 0
    groups: list[tuple[int, list[int]]] = [(bits, [])]
    prefix = b""
    for value in data:
        longer = prefix + bytes([value])
        if longer in table:
            prefix = longer
            continue
        groups[-1][1].append(table[prefix])
        codes += 1
        if next_code < 1 << max_bits:
            table[longer] = next_code
            next_code += 1
        if next_code > 1 << bits and bits < max_bits:
            bits += 1
            groups.append((bits, []))
        prefix = bytes([value])
        if codes == clear_at:
            groups[-1][1].append(256)
            table = {bytes([value]): value for value in range(256)}
            next_code, bits = 257, 9
            groups.append((bits, []))
    if prefix:
        groups[-1][1].append(table[prefix])
    return (
        b"\x1f\x9d" + bytes([0x80 | max_bits]) + b"".join(_pack(*group, last=group is groups[-1]) for group in groups)
    )


def _pack(bits: int, codes: list[int], last: bool) -> bytes:
    number = sum(code << (bits * place) for place, code in enumerate(codes))
    size = -(-len(codes) * bits // 8) if last else -(-len(codes) // 8) * bits
    return number.to_bytes(size, "little")
