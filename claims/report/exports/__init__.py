"""A database written in the formats that other programs read: data sets, leaderboards, bibliographies."""
