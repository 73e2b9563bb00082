"""One piece of arithmetic, three doors: what the command, the API and the screens calculate with."""
