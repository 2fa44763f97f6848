"""Writes a folder of made-up photos with `labels.csv`, to be looked at and scored.

`MNIST_NPZ=mnist.npz python tests/synthetic_photos.py FOLDER [--count N]`; what they show and how they are made:
`builders.photos`. Every other photo of a kind shows digits of MNIST's test set, which therefore has to be named.
"""

import argparse
import csv
import os
from pathlib import Path

from builders.photos import KINDS, make_photo, mnist_source


def main() -> None:
    """Write a folder of photos with labels.csv."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="the first one's seed: other photos, as many")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--mnist", type=Path, default=os.environ.get("MNIST_NPZ"), help="an .npz with the real MNIST")
    args = parser.parse_args()
    if not args.mnist:
        parser.error("half of the photos show MNIST's digits: name an .npz of it with --mnist or MNIST_NPZ")
    args.folder.mkdir(parents=True, exist_ok=True)
    mnist = mnist_source(Path(args.mnist))
    with open(args.folder / "labels.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["file", "rows", "layout", "kind"])
        for number in range(args.first, args.first + args.count):
            kind = args.kinds[number % len(args.kinds)]
            photo = make_photo(kind, number, mnist if number // len(args.kinds) % 2 else None)
            name = f"{kind}_{number:03}.jpg"
            (args.folder / name).write_bytes(photo.data)
            table.writerow([name, "|".join(photo.rows), "grid", kind])


if __name__ == "__main__":
    main()
