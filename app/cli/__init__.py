"""The program without a window: one command, its result in words or as JSON, an exit code.

`arguments` says what may be typed and imports next to nothing, because the window starts through
it too; `commands` holds one function per command; `run` calls them and turns errors into words.
"""
