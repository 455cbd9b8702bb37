"""The screens: the only room that imports textual."""

import os

# With the kitty keyboard protocol an input method's commit of five or more characters arrives as
# garbage keys. Textual reads this once, when it is first imported.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
