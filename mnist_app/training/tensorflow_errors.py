"""What TensorFlow's own errors say of files: where it writes itself, a full disk is no `OSError`."""

import tensorflow as tf


def why_not_written(error: tf.errors.OpError) -> str:
    """The operating system's reason, the last words of the first line.

    Examples
    --------
    >>> why_not_written(tf.errors.ResourceExhaustedError(None, None, "/logs/x; No space left on device [Op:SaveV2]"))
    'No space left on device'
    """
    return str(error.message).partition("\n")[0].rpartition("; ")[2].partition(" [Op:")[0]
