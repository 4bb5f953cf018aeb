"""Items of the table as Python sees them: flat maps of strings, whole numbers and booleans."""

Value = str | int | bool
Item = dict[str, Value]


class Bytes(str):
    """An attribute of bytes (DynamoDB's type B), as a string with one character for each byte (Latin-1)."""

    __slots__ = ()

    @classmethod
    def of(cls, raw: bytes) -> "Bytes":
        """Such a value with these bytes."""
        return cls(raw.decode("latin-1"))

    @property
    def raw(self) -> bytes:
        """The bytes."""
        return self.encode("latin-1")
