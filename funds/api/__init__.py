"""The partnership through the API, one file a noun: each verb reads its input, calls one service, answers."""
