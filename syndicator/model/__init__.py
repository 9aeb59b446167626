"""Values that cross a stage boundary: frozen, strict, and without behavior beyond what their fields say.

Takes: nothing.
Gives: every value that two rooms share, and checked-text types.
Touches: nothing.
Knows: pydantic.
Holds: no state, no input or output, no rule of any publisher.
Change here when: two stages need to tell each other something new.
"""
