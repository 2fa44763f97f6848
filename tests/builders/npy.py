"""Files of NumPy arrays whose headers are damaged: each is a Python literal that says what the array is."""


def npy(header: str, content: bytes = bytes(1000)) -> bytes:
    """An array file of version 1.0 with this header (https://numpy.org/doc/stable/reference/generated/numpy.lib.format)."""
    line = f"{header}\n".encode("latin1")
    return b"\x93NUMPY\x01\x00" + len(line).to_bytes(2, "little") + line + content


def claims(shape: str, kind: str = "|u1") -> str:
    """A header that says that there are numbers of this shape and kind."""
    return f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"


# By what is the matter with them.
DAMAGED = {
    "never closed": npy("{'descr': '|u1', 'shape': (12, 28, 28"),
    "no kind": npy(claims("(12, 28, 28)", "01u1")),
    "nested": npy(claims("-" * 9000 + "1")),
    "huge": npy(claims("(1000000000000, 28, 28)")),
    "beyond 64 bits": npy(claims(f"({10**30}, 28, 28)")),
}
