"""A ledger of any size: years of a town's work, wholly invented, the same for a seed and a day."""
