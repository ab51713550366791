"""What people say of claims: rows of sheets, checked against the texts, and found again when the texts change."""
