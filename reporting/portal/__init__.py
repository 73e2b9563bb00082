"""The portal's pages that need every app: the front page, and the quarterly reports of general partners."""
