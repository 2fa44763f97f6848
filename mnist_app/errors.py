"""The exception tree: everything that is a user's or a file's fault, said in one sentence.

    MnistAppError
    ├── ImageError        a picture that cannot be read: damaged, too large, of another kind
    │   └── CrowdedError  one with more marks than are read, which may be fewer if it is read in another way
    ├── DataError         a data set that is missing, damaged or of another shape
    ├── ConfigError       a training configuration that cannot work
    │   └── DivergedError one whose loss became no number
    ├── RunError          a run directory (model and evidence) that is missing, damaged or foreign
    └── LinkError         a link that holds no drawing, or a drawing that no link can hold

The message is shown to people as it stands: it says what was expected, what was received and what to do.
Any other exception is a bug; it goes to the log.
"""

import tokenize
import zipfile
import zlib

# What np.load raises, and the use of what it gives, where a file is damaged or of another kind.
NPZ_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    TypeError,  # a lone .npy is an array, which is no context manager
    AttributeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    # An array's header is a Python literal: one that is none, and one of an array that no memory holds.
    tokenize.TokenError,
    SyntaxError,
    RecursionError,
    MemoryError,
    OverflowError,
)

# What zipfile raises, opening a zip and reading what is in it, where the file is damaged or of another kind.
ZIP_DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class MnistAppError(Exception):
    """Base of all errors whose message is meant for the user."""


class ImageError(MnistAppError):
    """A picture cannot be read."""


class CrowdedError(ImageError):
    """There is more in a picture than is read."""


class DataError(MnistAppError):
    """A data set cannot be used."""


class ConfigError(MnistAppError):
    """A configuration cannot work."""


class DivergedError(ConfigError):
    """A training's loss is no number any more."""


class RunError(MnistAppError):
    """A run directory cannot be used."""


class LinkError(MnistAppError):
    """A drawing cannot be put into a link, or taken out of one."""
