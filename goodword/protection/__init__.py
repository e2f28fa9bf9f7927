"""Rest, limits, holds, blackouts; the ledger of asks and uses."""
