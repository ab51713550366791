-- What the table board_results holds of results.
SELECT
    f.claim, f.paper, f.metric, f.metric_text, f.metric_name,
    coalesce(f.form = 'level', false) AS is_level,
    coalesce(f.factor IS NOT NULL AND f.polarity = 'better', false) AS is_factor,
    f.factor, nullif(f.factor_hi, f.factor) AS factor_hi,
    coalesce(f.base_lo, f.lo) AS level, coalesce(f.base_hi, f.hi) AS level_hi, coalesce(f.base_unit, f.unit) AS unit, f.base_unit,
    -- Points are of a hundred, however few.
    CASE WHEN f.unit = '1' AND abs(f.lo) <= 1 THEN coalesce(regexp_matches(f.metric_text, 'points?$', 'i'), false)
         ELSE false END AS in_points,
    f.kind, f.date, f.year, f.quote_start, f.confidence, f.link_confidence, f.baseline, f.hardware, f.workload, f.workload_kind,
    coalesce(f.withdrawn, false) AS withdrawn, f.own, k.condition
FROM all_results f
LEFT JOIN conditions k ON k.metric = f.metric AND k.claim = f.claim
    AND k.is_level = coalesce(f.form = 'level', false) AND k.dataset IS NULL
