"""The portal's pages on companies, proposals and investments, for general partners."""
