"""Herald's shares of customers, for many at once: SipHash-2-4-128 of texts, each with its length in front.

Written from the paper's description (Aumasson and Bernstein, 2012, with 128 bits of output) on numpy's 64-bit words, so
that the peers' holdouts are not taken from the program that they are compared with.
"""

import numpy as np

KEY = (0x68657261_6C642E6A, 0x6F622E69_642E7631)


def rotate(x, bits):
    return (x << np.uint64(bits)) | (x >> np.uint64(64 - bits))


def rounds(v, count):
    a, b, c, d = v
    for _ in range(count):
        a, c = a + b, c + d
        b, d = rotate(b, 13) ^ a, rotate(d, 16) ^ c
        a = rotate(a, 32)
        c, a = c + b, a + d
        b, d = rotate(b, 17) ^ c, rotate(d, 21) ^ a
        c = rotate(c, 32)
    return a, b, c, d


def first_half(messages):
    """The first 64 of the hash's 128 bits, as the little-endian number that SipHash puts out. A row is a message."""
    count, length = messages.shape
    padded = np.zeros((count, length // 8 * 8 + 8), np.uint8)
    padded[:, :length] = messages
    padded[:, -1] = length & 0xFF
    words = padded.view("<u8")
    k0, k1 = (np.full(count, k, np.uint64) for k in KEY)
    v = (
        k0 ^ np.uint64(0x736F6D6570736575),
        k1 ^ np.uint64(0x646F72616E646F6D ^ 0xEE),
        k0 ^ np.uint64(0x6C7967656E657261),
        k1 ^ np.uint64(0x7465646279746573),
    )
    for index in range(words.shape[1]):
        m = words[:, index]
        a, b, c, d = rounds((v[0], v[1], v[2], v[3] ^ m), 2)
        v = a ^ m, b, c, d
    a, b, c, d = rounds((v[0], v[1], v[2] ^ np.uint64(0xEE), v[3]), 4)
    return a ^ b ^ c ^ d


def share(texts, prefix, numbers, width):
    """0 ..< 1 for each key, which is `prefix` and a number of `width` digits, under the texts in front of it."""
    size = len(prefix) + width
    head = b"".join(len(t.encode()).to_bytes(8, "little") + t.encode() for t in texts)
    head += size.to_bytes(8, "little") + prefix.encode()
    messages = np.empty((len(numbers), len(head) + width), np.uint8)
    messages[:, : len(head)] = np.frombuffer(head, np.uint8)
    for digit in range(width):
        messages[:, len(head) + digit] = numbers // 10 ** (width - 1 - digit) % 10 + ord("0")
    high = first_half(messages).byteswap()
    return (high >> np.uint64(11)).astype(np.float64) / float(1 << 53)
