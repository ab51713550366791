-- What the table stated_factors holds, of the papers of a part.
WITH told AS (
    -- A paper may say it of several workloads: together they are a range.
    SELECT paper, metric, system_key, against_key, any_value(system_family) AS one, any_value(against_family) AS other,
           any_value(system_version) AS one_version, any_value(against_version) AS other_version,
           min(claim) AS claim, arg_min(system, claim) AS system, arg_min(against, claim) AS against, arg_min(factor, claim) AS value,
           min(least(factor, coalesce(factor_hi, factor))) AS low, max(greatest(factor, coalesce(factor_hi, factor))) AS high,
           bool_or(kind = 'best case') AS open_below, bool_or(bound = 'at_least') AS open_above
    FROM comparison_graph WHERE NOT generic AND system_family <> against_family
    GROUP BY paper, metric, system_key, against_key
)
SELECT t.*, r.claimed, r.kind, r.workload, r.hardware, r.title, r.year, r.url, r.paper_id, r.sentence
FROM told t JOIN results r ON r.claim = t.claim AND r.paper = t.paper
