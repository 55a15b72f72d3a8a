"""Finding the tables in any clerk's ledger, and reading their cells as people mean them. Knows no ledger of its own."""
