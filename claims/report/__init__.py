"""Answers out of the database: leaderboards, tables in all formats, abstracts with their claims marked."""
