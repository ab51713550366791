-- What the table stated_levels holds, of the papers of a part.
WITH sure AS (
    SELECT
        c.claim, c.paper, c.metric, s.name AS system, s.key AS system_key, unnest(c.workload) AS words,
        coalesce(c.base_lo, c.lo) AS level, coalesce(c.base_unit, c.unit) AS unit
    FROM results c
    LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = c.subject
    JOIN systems s ON s.words = c.subject AND s.entity IS NOT DISTINCT FROM m.entity
    WHERE c.form = 'level' AND c.bound IN ('exact', 'approx') AND c.kind IN ('single', 'average')
    -- Whose value it is must be sure where many use a system: a pruned ResNet-50 is no ResNet-50. Who names one that no
    -- list knows speaks of that one.
    AND c.link_confidence.subject >= CASE WHEN m.entity IS NULL THEN 0.4 ELSE 0.8 END
), told AS (
    -- A paper reports its best value last or first: the best stands for it.
    SELECT
        c.system_key, c.system, metric, m.entity AS workload, c.unit, k.condition, c.paper, c.level, c.claim,
        list(c.level) OVER (PARTITION BY c.paper, c.system_key, metric, m.entity, c.unit) AS levels
    FROM sure c
    JOIN mentions m ON m.kind = 'workload' AND m.words = c.words
    JOIN workloads w ON w.name = m.entity
    JOIN metrics v USING (metric)
    LEFT JOIN conditions k ON k.claim = c.claim AND k.is_level
        AND k.dataset IS NOT DISTINCT FROM CASE WHEN w.kind IN ('dataset', 'benchmark') THEN w.name END
    WHERE name_key(m.entity) <> c.system_key
    QUALIFY row_number() OVER (
        PARTITION BY c.paper, c.system_key, metric, m.entity, c.unit, k.condition
        ORDER BY CASE WHEN v.better = 'less' THEN c.level ELSE -c.level END, c.claim
    ) = 1
)
SELECT t.*, r.claimed, r.title, r.year, r.url, r.paper_id, r.sentence
FROM told t JOIN results r ON r.claim = t.claim AND r.paper = t.paper
