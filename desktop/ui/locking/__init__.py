"""The password of the ledger in the window: asked for at the start and after a pause, kept in the settings."""
