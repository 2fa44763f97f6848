"""The speed claims, measured as ratios within one run: times depend on the machine, ratios hardly do.

One is in milliseconds, because what visitors take for immediate depends on no machine; measure it on an idle one.
"""
