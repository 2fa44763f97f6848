"""How good answers are: evaluation, calibration, intervals, comparison. Pure functions of arrays."""
