"""The portal of general partners and partners' contacts: one page a thing, no scripts needed."""
