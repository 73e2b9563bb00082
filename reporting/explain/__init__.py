"""How every computed figure came about: one module a family, each from the working that the arithmetic returns.

Nothing is computed here a second time. `registry.explain` is what the doors call.
"""
