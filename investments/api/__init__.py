"""Companies, deals and investments through the API, one file a noun."""
