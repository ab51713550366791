"""A site of static pages out of a database: boards, papers, charts, search; no server and nothing from elsewhere."""
