-- What the table current_claims holds of claims that hold (held): filled anew at the end of each run, so that no view
-- has to cut sentences out of all abstracts.
SELECT
    p.id AS paper_id,
    p.title,
    c.metric,
    claimed(c.quote, c.bound, c.statistic) AS claimed,
    c.factor,
    c.factor_hi,
    kind_of(c.bound, c.statistic, c.lo, c.hi) AS kind,
    c.subject,
    c.baseline,
    c.hardware,
    c.workload,
    paper_date(p.date, p.arxiv_id) AS date,
    CAST(year(paper_date(p.date, p.arxiv_id)) AS INTEGER) AS year,
    paper_url(p.arxiv_id, p.doi, p.external_ids, p.id) AS url,
    is_withdrawn(p.comments, a.abstract) AS withdrawn,
    substr(a.abstract, c.sentence_start + 1, c.sentence_end - c.sentence_start) AS sentence,
    c.* EXCLUDE (metric, factor, factor_hi, subject, baseline, hardware, workload, gone_run)
FROM held c
JOIN papers p ON p.paper = c.paper AND p.text = c.text
JOIN abstracts a ON a.text = c.text
