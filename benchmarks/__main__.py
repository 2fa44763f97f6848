"""Measure every speed claim and print it beside its limit; exit code 1 if one is missed. `make bench`."""

import sys

from benchmarks.exploring import filter_change, first_paint, map_paint, memory_growth
from benchmarks.pages import answer_after_stroke, canvas_after_start, milliseconds_to_why, network_after_opening
from benchmarks.reading import explaining_over_reading, predict_over_reading, reading_over_decoding


def main() -> int:
    """Run all benchmarks, one line each."""
    ratios = [
        ("one 28x28 image through Model.predict / reading a canvas", predict_over_reading(), "at least", 15.0),
        ("why a digit was read as it was / reading its canvas", explaining_over_reading(), "at most", 20.0),
        ("12-megapixel photo of 20 digits, reading / decoding", reading_over_decoding(), "at most", 3.0),
        ("pen-up to answer / to the bare canvas's sum", answer_after_stroke(), "at most", 1.25),
        ("milliseconds from the click on Why? to its first picture", milliseconds_to_why(), "at most", 300.0),
        ("server start to canvas / to the bare canvas", canvas_after_start(), "at most", 1.3),
        ("page opened to network ready / loading it in Python alone", network_after_opening(), "at most", 1.5),
        ("explore page's first paint / a page of thirty thumbnails'", first_paint(), "at most", 1.5),
        ("the map's first paint / the confusion matrix's", map_paint(), "at most", 1.5),
        ("any filter's other samples / other words on that page", filter_change(), "at most", 1.5),
        ("the server's memory after 240 changes of filters / after 120", memory_growth(), "at most", 1.01),
    ]
    for name, ratio, bound, limit in ratios:
        print(f"{name:60} {ratio:6.2f}   {bound} {limit:g}")
    return int(any((ratio < limit) if bound == "at least" else (ratio > limit) for _, ratio, bound, limit in ratios))


if __name__ == "__main__":
    sys.exit(main())
