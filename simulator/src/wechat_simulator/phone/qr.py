"""A QR code for short URLs: versions 1 to 5, level L, byte mode, mask 0 (ISO/IEC 18004).

Small on purpose: one block of data (versions 1-5 at level L) is all that WeChat's ticket URLs need.
"""

import itertools

# version: (data codewords, error-correction codewords), level L, one block each
SIZES = {1: (19, 7), 2: (34, 10), 3: (55, 15), 4: (80, 20), 5: (108, 26)}
# level L and mask 0 with their BCH code and the mask pattern applied
FORMAT_BITS = 0b111011111000100
QUIET = 4


def svg(text: str) -> str:
    """The code as a black-on-white SVG."""
    grid = matrix(text)
    side = len(grid) + 2 * QUIET
    dark = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(grid)
        for x, cell in enumerate(row)
        if cell
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{dark}"/></svg>'
    )


def matrix(text: str) -> list[list[bool]]:
    """The modules, row by row, without the quiet zone.

    Raises:
        ValueError: more than 106 bytes.
    """
    data = text.encode()
    version = next((v for v, (room, _) in SIZES.items() if len(data) + 2 <= room), None)
    if version is None:
        raise ValueError("too long for a QR code of this size")
    room, check = SIZES[version]
    words = _codewords(data, room)
    bits = [word >> i & 1 for word in words + _remainder(words, check) for i in range(7, -1, -1)]
    size = 17 + 4 * version
    grid: list[list[bool | None]] = [[None] * size for _ in range(size)]
    _patterns(grid, size, version)
    _data(grid, size, bits)
    return [[bool(cell) for cell in row] for row in grid]


def _codewords(data: bytes, room: int) -> list[int]:
    """Mode (4 bits), length (8), bytes, terminator, then the two pad words in turn."""
    bits = f"0100{len(data):08b}" + "".join(f"{byte:08b}" for byte in data)
    bits = (bits + "0000").ljust(-(-len(bits + "0000") // 8) * 8, "0")
    words = [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]
    pads = itertools.cycle((0xEC, 0x11))
    words.extend(itertools.islice(pads, room - len(words)))
    return words


def _multiply(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = a << 1 ^ (0x11D if a & 0x80 else 0)
        b >>= 1
    return product


def _remainder(words: list[int], count: int) -> list[int]:
    """Reed-Solomon over GF(256): the remainder after division by the generator."""
    generator, root = [1], 1
    for _ in range(count):
        shifted = [*generator, 0]
        scaled = [0, *(_multiply(term, root) for term in generator)]
        generator = [a ^ b for a, b in zip(shifted, scaled, strict=True)]
        root = _multiply(root, 2)
    rest = words + [0] * count
    for i in range(len(words)):
        factor = rest[i]
        for j, term in enumerate(generator):
            rest[i + j] ^= _multiply(term, factor)
    return rest[-count:]


def _patterns(grid: list[list[bool | None]], size: int, version: int) -> None:
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        for y in range(-1, 8):
            for x in range(-1, 8):
                if 0 <= top + y < size and 0 <= left + x < size:
                    ring = max(abs(y - 3), abs(x - 3))
                    grid[top + y][left + x] = ring not in (2, 4)
    if version > 1:
        centre = size - 7
        for y in range(-2, 3):
            for x in range(-2, 3):
                grid[centre + y][centre + x] = max(abs(y), abs(x)) != 1
    for i in range(8, size - 8):
        grid[6][i] = grid[i][6] = i % 2 == 0
    grid[size - 8][8] = True
    _format(grid, size)


def _format(grid: list[list[bool | None]], size: int) -> None:
    bits = [bool(FORMAT_BITS >> i & 1) for i in range(15)]
    near = [0, 1, 2, 3, 4, 5, 7, 8]
    for i in range(8):
        grid[near[i]][8] = bits[i]
        grid[8][size - 1 - i] = bits[i]
    for i in range(8, 15):
        grid[8][[7, 5, 4, 3, 2, 1, 0][i - 8]] = bits[i]
        grid[size - 15 + i][8] = bits[i]


def _data(grid: list[list[bool | None]], size: int, bits: list[int]) -> None:
    """Two columns at a time, upwards and downwards in turn; mask 0 flips every other module."""
    stream, upwards = iter(bits), True
    for right in [*range(size - 1, 6, -2), *range(5, 0, -2)]:
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                if grid[y][x] is None:
                    grid[y][x] = bool(next(stream, 0)) ^ ((x + y) % 2 == 0)
        upwards = not upwards
