-- Views that begin with what people ask for. Columns of the same name mean the same everywhere; their
-- comments are those of the tables, or stand below.

COMMENT ON TABLE current_claims IS 'All claims that hold today: newest text of each paper, newest rules, corrections laid over. Made of claims, papers, abstracts and corrections at the end of each run.';
COMMENT ON COLUMN current_claims.review IS 'What people have found: right; corrected (some fields are not those of the rules); added (the rules do not read it); wrong (and nobody has said what is right); null where nobody has looked.';
COMMENT ON COLUMN current_claims.corrected_fields IS 'Fields that hold what people say, and not what the rules read (table claims).';
COMMENT ON COLUMN current_claims.reviewed_by IS 'Who has looked at it.';
COMMENT ON TABLE suggested_claims IS 'Claims with what somebody suggests for fields that are empty or doubted, and claims that the rules have missed: FROM suggested_claims WHERE suggested_by = ''NAME''; leaderboards show them with --with NAME.';
COMMENT ON COLUMN suggested_claims.suggested_by IS 'Who suggests it.';
COMMENT ON COLUMN current_claims.paper_id IS 'Identifier of the paper (papers.id).';
COMMENT ON COLUMN current_claims.claimed IS 'What the paper says, with its qualifier: up to 2.4x (mean).';
COMMENT ON COLUMN current_claims.kind IS 'best case (up to, maximum), average (mean, geomean, median), range, or single.';
COMMENT ON COLUMN current_claims.date IS 'Date of publication or last update (papers.date); else the month that its identifier on arXiv tells.';
COMMENT ON COLUMN current_claims.year IS 'Year of the date.';
COMMENT ON COLUMN current_claims.url IS 'Address of the paper: on arXiv, by its DOI, or where it was read.';
COMMENT ON COLUMN current_claims.withdrawn IS 'Whether the paper says that it has been withdrawn or retracted.';
COMMENT ON COLUMN current_claims.sentence IS 'The sentence that states the claim, as it stands in the abstract.';

CREATE VIEW results AS SELECT * FROM current_claims WHERE role = 'result';
COMMENT ON VIEW results IS 'Claims of papers about their own work: start here.';

CREATE VIEW background AS SELECT * FROM current_claims WHERE role = 'background';
COMMENT ON VIEW background IS 'What abstracts state about earlier work, trends and requirements.';

CREATE VIEW comparisons AS SELECT * FROM results WHERE factor IS NOT NULL AND baseline IS NOT NULL;
COMMENT ON VIEW comparisons IS 'Results with an improvement factor over a baseline that is named.';

CREATE VIEW levels AS SELECT * FROM results WHERE form = 'level';
COMMENT ON VIEW levels IS 'Results that are absolute values, with base_lo and base_hi in base_unit.';

-- Chosen among narrow rows; all that is known of them comes along afterwards.
CREATE VIEW best_factors AS
SELECT r.*, b.average_factor
FROM (
    SELECT
        claim,
        CASE WHEN kind <> 'average' THEN max(factor) FILTER (kind = 'average') OVER same END AS average_factor
    FROM results
    WHERE factor IS NOT NULL AND polarity = 'better'
    WINDOW same AS (PARTITION BY paper, metric)
    QUALIFY row_number() OVER (same ORDER BY factor DESC, kind, quote_start) = 1
) b JOIN results r USING (claim);
COMMENT ON VIEW best_factors IS 'The highest improvement factor of each paper for each metric; kind says whether it is a best case.';
COMMENT ON COLUMN best_factors.average_factor IS 'Highest average that the same paper gives for the metric, where the factor is no average itself.';

CREATE VIEW claims_by_hardware AS
SELECT
    {'name': h.name, 'vendor': h.vendor, 'kind': h.kind, 'architecture': h.architecture,
     'year': h.year, 'words': u.words} AS hardware,
    r.* EXCLUDE (hardware)
FROM results r CROSS JOIN unnest(r.hardware) AS u(words)
LEFT JOIN mentions m ON m.kind = 'hardware' AND m.words = u.words
LEFT JOIN hardware h ON h.name = m.entity;
COMMENT ON VIEW claims_by_hardware IS 'Results, one row for each platform that one names: WHERE hardware.vendor = ''NVIDIA'' AND hardware.architecture = ''Ampere''.';
COMMENT ON COLUMN claims_by_hardware.hardware IS 'Row of the table hardware (name, vendor, kind, architecture, year; null where unknown) and the words of the paper.';

CREATE VIEW claims_by_workload AS
SELECT
    {'name': w.name, 'kind': w.kind, 'area': w.area, 'class': u.class, 'words': u.words} AS workload,
    r.* EXCLUDE (workload, workload_kind)
FROM results r CROSS JOIN LATERAL (SELECT unnest(r.workload), unnest(r.workload_kind)) AS u(words, class)
LEFT JOIN mentions m ON m.kind = 'workload' AND m.words = u.words
LEFT JOIN workloads w ON w.name = m.entity;
COMMENT ON VIEW claims_by_workload IS 'Results, one row for each workload that one names: WHERE workload.name = ''ImageNet''.';
COMMENT ON COLUMN claims_by_workload.workload IS 'Row of the table workloads (name, kind, area; null where unknown), its class (dataset, model, kernel, task, other) and the words of the paper.';

CREATE VIEW entities AS
SELECT 'hardware' AS vocabulary, name, kind, vendor, architecture, year, aliases, vendor IS NULL AS generic FROM hardware
UNION ALL
SELECT 'workloads', name, kind, NULL, NULL, NULL, aliases, coalesce(area = 'general', false) FROM workloads
UNION ALL
SELECT 'baselines', name, kind, NULL, NULL, NULL, aliases, kind = 'generic' FROM baselines;
COMMENT ON VIEW entities IS 'The vocabularies of hardware, workloads and baselines together.';
COMMENT ON COLUMN entities.vocabulary IS 'Table that it comes from: hardware, workloads or baselines.';
COMMENT ON COLUMN entities.name IS 'Usual name.';
COMMENT ON COLUMN entities.kind IS 'Kind within the vocabulary: gpu, dataset, framework, ...';
COMMENT ON COLUMN entities.vendor IS 'Who makes the hardware.';
COMMENT ON COLUMN entities.architecture IS 'Architecture or family of the hardware.';
COMMENT ON COLUMN entities.year IS 'Year of announcement or release of the hardware.';
COMMENT ON COLUMN entities.aliases IS 'Other names in papers.';
COMMENT ON COLUMN entities.generic IS 'Whether it stands for a class and names nothing in particular: GPU, CNN, state of the art.';

CREATE VIEW claims_by_baseline AS
SELECT
    {'name': e.name, 'kind': e.kind, 'vendor': e.vendor, 'architecture': e.architecture, 'year': e.year,
     'generic': coalesce(e.generic, NOT regexp_matches(r.baseline, '[A-Z0-9]')), 'words': r.baseline} AS baseline,
    r.* EXCLUDE (baseline)
FROM results r
LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = r.baseline
LEFT JOIN entities e ON e.vocabulary = m.vocabulary AND e.name = m.entity
WHERE r.baseline IS NOT NULL;
COMMENT ON VIEW claims_by_baseline IS 'Results, one row for each thing that one is compared with: WHERE baseline.name = ''vLLM'', baseline.architecture = ''Ampere''.';
COMMENT ON COLUMN claims_by_baseline.baseline IS 'Row of the vocabularies (name, kind; vendor, architecture, year of hardware; null where unknown) and the words of the paper; generic where they name nothing in particular.';

CREATE VIEW claims_by_subject AS
SELECT
    {'name': coalesce(e.name, r.subject), 'kind': e.kind, 'vendor': e.vendor, 'architecture': e.architecture,
     'year': e.year, 'key': coalesce(name_key(e.name), system_key(r.subject)), 'words': r.subject} AS subject,
    r.* EXCLUDE (subject)
FROM results r
LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = r.subject
LEFT JOIN entities e ON e.vocabulary = m.vocabulary AND e.name = m.entity
WHERE r.subject IS NOT NULL;
COMMENT ON VIEW claims_by_subject IS 'Results of systems that have a name: WHERE subject.name = ''vLLM''; equal subject.key are one system.';
COMMENT ON COLUMN claims_by_subject.subject IS 'The system that has the value: its usual name, what the vocabularies know of it (kind; vendor, architecture, year of hardware), the key that all of its spellings share, and the words of the paper.';

CREATE VIEW comparison_graph AS
SELECT
    s.name AS system, coalesce(b.name, c.baseline.name, c.baseline.words) AS against,
    s.key AS system_key, coalesce(b.key, name_key(c.baseline.name), system_key(c.baseline.words)) AS against_key,
    s.family_key AS system_family, s.version AS system_version,
    coalesce(b.family_key, name_key(c.baseline.name), system_key(c.baseline.words)) AS against_family,
    coalesce(b.version, '') AS against_version,
    b.key IS NULL AS generic,
    c.* EXCLUDE (baseline)
FROM (FROM claims_by_baseline WHERE subject IS NOT NULL AND factor > 0) c
LEFT JOIN mentions m ON m.kind = 'subject' AND m.words = c.subject
JOIN systems s ON s.words = c.subject AND s.entity IS NOT DISTINCT FROM m.entity
LEFT JOIN systems b ON NOT c.baseline.generic AND b.words = c.baseline.words AND b.entity IS NOT DISTINCT FROM c.baseline.name;
COMMENT ON VIEW comparison_graph IS 'Who is compared with whom: comparisons of a named system, one row for each thing that it is compared with.';
COMMENT ON COLUMN comparison_graph.system IS 'The system that the factor is about, by its usual name where that is known.';
COMMENT ON COLUMN comparison_graph.against IS 'What it is compared with, by its usual name where that is known.';
COMMENT ON COLUMN comparison_graph.system_key IS 'What the system is recognised by; equal keys are one system.';
COMMENT ON COLUMN comparison_graph.against_key IS 'What the other is recognised by.';
COMMENT ON COLUMN comparison_graph.system_family IS 'What the family of the system is recognised by: flashattention for FlashAttention-2.';
COMMENT ON COLUMN comparison_graph.system_version IS 'Version of the system; empty where its name tells none.';
COMMENT ON COLUMN comparison_graph.against_family IS 'What the family of the other is recognised by.';
COMMENT ON COLUMN comparison_graph.against_version IS 'Version of the other.';
COMMENT ON COLUMN comparison_graph.generic IS 'Whether the words for the other name no one system (state of the art, CNN): no two papers mean the same.';

-- What a paper states stands in a table: the two of a pair are found among few rows, with all that is shown of them.
CREATE VIEW contradictions AS
WITH said AS (
    SELECT one, other, one_version, other_version, false AS reversed, value, low, high, open_below, open_above,
           claim, paper, metric, claimed, kind, workload, hardware, title, year, url, paper_id, sentence
    FROM stated_factors
    UNION ALL
    SELECT other, one, other_version, one_version, true, 1 / value, 1 / high, 1 / low, open_above, open_below,
           claim, paper, metric, claimed, kind, workload, hardware, title, year, url, paper_id, sentence
    FROM stated_factors
)
SELECT
    a.system, a.against, a.metric,
    CASE WHEN (a.low > 1 AND b.high < 1) OR (a.high < 1 AND b.low > 1) THEN 'direction' ELSE 'size' END AS disagreement,
    a.value AS factor_a, b.value AS factor_b, a.claimed AS claimed_a, b.claimed AS claimed_b,
    list_filter([
        CASE WHEN b.reversed THEN 'stated the other way round' END,
        CASE WHEN a.one_version <> b.one_version OR a.other_version <> b.other_version THEN 'version told by one of them' END,
        CASE WHEN a.kind <> b.kind THEN a.kind || ' against ' || b.kind END,
        CASE WHEN list_distinct(a.workload) <> list_distinct(b.workload) THEN 'other workloads' END,
        CASE WHEN list_distinct(a.hardware) <> list_distinct(b.hardware) THEN 'other hardware' END
    ], lambda reason: reason IS NOT NULL) AS differs,
    a.title AS title_a, b.title AS title_b, a.year AS year_a, b.year AS year_b, a.url AS url_a, b.url AS url_b,
    a.paper_id AS paper_a, b.paper_id AS paper_b, a.sentence AS sentence_a, b.sentence AS sentence_b,
    a.claim AS claim_a, b.claim AS claim_b
FROM stated_factors a JOIN said b ON b.one = a.one AND b.other = a.other AND b.metric = a.metric
WHERE a.claim < b.claim AND a.paper <> b.paper
-- A name without version may stand for any; two versions are two systems.
AND (a.one_version = b.one_version OR '' IN (a.one_version, b.one_version))
AND (a.other_version = b.other_version OR '' IN (a.other_version, b.other_version))
AND (
    disagreement = 'direction'
    OR CASE WHEN a.open_below THEN 0 ELSE a.low END > 2 * CASE WHEN b.open_above THEN 'inf'::DOUBLE ELSE b.high END
    OR CASE WHEN b.open_below THEN 0 ELSE b.low END > 2 * CASE WHEN a.open_above THEN 'inf'::DOUBLE ELSE a.high END
);
COMMENT ON VIEW contradictions IS 'Pairs of claims of different papers about the same two systems (family and, where both tell it, version) and the same metric that disagree: in direction, or by more than twice.';
COMMENT ON COLUMN contradictions.system IS 'The system that both factors are about.';
COMMENT ON COLUMN contradictions.against IS 'What it is compared with.';
COMMENT ON COLUMN contradictions.disagreement IS 'direction: better says one, worse the other; size: the factors differ by more than twice, ranges and qualifiers considered.';
COMMENT ON COLUMN contradictions.factor_a IS 'Improvement factor that the first paper states.';
COMMENT ON COLUMN contradictions.factor_b IS 'Improvement factor that the second paper states, turned round where it compares the other way.';
COMMENT ON COLUMN contradictions.claimed_a IS 'What the first paper says.';
COMMENT ON COLUMN contradictions.claimed_b IS 'What the second paper says.';
COMMENT ON COLUMN contradictions.differs IS 'What may explain it: workloads, hardware, best case against average, the other way round, a version that one of them leaves open.';
COMMENT ON COLUMN contradictions.title_a IS 'Title of the first paper.';
COMMENT ON COLUMN contradictions.title_b IS 'Title of the second paper.';
COMMENT ON COLUMN contradictions.year_a IS 'Year of the first paper.';
COMMENT ON COLUMN contradictions.year_b IS 'Year of the second paper.';
COMMENT ON COLUMN contradictions.url_a IS 'Address of the first paper.';
COMMENT ON COLUMN contradictions.url_b IS 'Address of the second paper.';
COMMENT ON COLUMN contradictions.paper_a IS 'Identifier of the first paper (papers.id).';
COMMENT ON COLUMN contradictions.paper_b IS 'Identifier of the second paper (papers.id).';
COMMENT ON COLUMN contradictions.sentence_a IS 'Sentence of the first paper.';
COMMENT ON COLUMN contradictions.sentence_b IS 'Sentence of the second paper.';
COMMENT ON COLUMN contradictions.claim_a IS 'Number of the first claim.';
COMMENT ON COLUMN contradictions.claim_b IS 'Number of the second claim.';

CREATE VIEW differing_levels AS
SELECT
    a.system, a.metric, a.workload, a.unit, a.level AS level_a, b.level AS level_b,
    a.claimed AS claimed_a, b.claimed AS claimed_b,
    a.title AS title_a, b.title AS title_b, a.year AS year_a, b.year AS year_b, a.url AS url_a, b.url AS url_b,
    a.paper_id AS paper_a, b.paper_id AS paper_b, a.sentence AS sentence_a, b.sentence AS sentence_b,
    a.claim AS claim_a, b.claim AS claim_b
FROM stated_levels a
JOIN stated_levels b ON b.system_key = a.system_key AND b.metric = a.metric AND b.workload = a.workload AND b.unit = a.unit
WHERE a.claim < b.claim AND a.paper <> b.paper AND a.condition IS NOT DISTINCT FROM b.condition
AND abs(a.level - b.level) > 0.01 * greatest(abs(a.level), abs(b.level))
-- Two papers that share a value agree on it, and one of them states another one besides.
AND NOT list_has_any(a.levels, b.levels);
COMMENT ON VIEW differing_levels IS 'Pairs of papers that state different values of a metric for the same system on the same workload, under the same conditions as far as they are told: by more than one percent, the best value of each paper.';
COMMENT ON COLUMN differing_levels.system IS 'The system that both values are about.';
COMMENT ON COLUMN differing_levels.workload IS 'The workload, by its usual name.';
COMMENT ON COLUMN differing_levels.unit IS 'Unit of both values, a base unit where there is one.';
COMMENT ON COLUMN differing_levels.level_a IS 'What the first paper states.';
COMMENT ON COLUMN differing_levels.level_b IS 'What the second paper states.';
COMMENT ON COLUMN differing_levels.claimed_a IS 'Words of the first claim.';
COMMENT ON COLUMN differing_levels.claimed_b IS 'Words of the second claim.';
COMMENT ON COLUMN differing_levels.title_a IS 'Title of the first paper.';
COMMENT ON COLUMN differing_levels.title_b IS 'Title of the second paper.';
COMMENT ON COLUMN differing_levels.year_a IS 'Year of the first paper.';
COMMENT ON COLUMN differing_levels.year_b IS 'Year of the second paper.';
COMMENT ON COLUMN differing_levels.url_a IS 'Address of the first paper.';
COMMENT ON COLUMN differing_levels.url_b IS 'Address of the second paper.';
COMMENT ON COLUMN differing_levels.paper_a IS 'Identifier (papers.id) of the first paper.';
COMMENT ON COLUMN differing_levels.paper_b IS 'Identifier (papers.id) of the second paper.';
COMMENT ON COLUMN differing_levels.sentence_a IS 'Sentence of the first claim.';
COMMENT ON COLUMN differing_levels.sentence_b IS 'Sentence of the second claim.';
COMMENT ON COLUMN differing_levels.claim_a IS 'Number of the first claim.';
COMMENT ON COLUMN differing_levels.claim_b IS 'Number of the second claim.';

CREATE VIEW baselines_by_metric AS
WITH named AS (
    SELECT u.words, coalesce(s.name, e.name, u.words) AS name, e.kind, coalesce(s.key, name_key(e.name), system_key(u.words)) AS key
    FROM (SELECT DISTINCT baseline AS words FROM comparisons) u
    LEFT JOIN mentions m ON m.kind = 'baseline' AND m.words = u.words
    LEFT JOIN entities e ON e.vocabulary = m.vocabulary AND e.name = m.entity
    LEFT JOIN systems s ON s.words = u.words AND s.entity IS NOT DISTINCT FROM e.name
)
SELECT
    mode(n.name) AS baseline,
    any_value(n.kind) AS kind,
    c.metric,
    count(*) AS claims,
    count(DISTINCT c.paper) AS papers,
    median(c.factor) AS median_factor,
    max(c.factor) AS max_factor
FROM comparisons c JOIN named n ON n.words = c.baseline
GROUP BY n.key, c.metric;
COMMENT ON VIEW baselines_by_metric IS 'What papers compare with, and how much better than it they say they are.';
COMMENT ON COLUMN baselines_by_metric.baseline IS 'The baseline by its usual name, or in its most frequent spelling.';
COMMENT ON COLUMN baselines_by_metric.kind IS 'Kind of the baseline, where the vocabularies know it.';
COMMENT ON COLUMN baselines_by_metric.claims IS 'Number of comparisons.';
COMMENT ON COLUMN baselines_by_metric.papers IS 'Number of papers.';
COMMENT ON COLUMN baselines_by_metric.median_factor IS 'Median improvement factor, best cases and averages together.';
COMMENT ON COLUMN baselines_by_metric.max_factor IS 'Highest improvement factor.';

CREATE VIEW metrics_by_year AS
SELECT
    metric,
    year,
    count(*) AS claims,
    count(DISTINCT paper) AS papers,
    median(factor) FILTER (polarity = 'better') AS median_factor
FROM results
GROUP BY metric, year;
COMMENT ON VIEW metrics_by_year IS 'How often each metric is claimed in each year, and the median improvement.';
COMMENT ON COLUMN metrics_by_year.year IS 'Year of the papers; null where no source gives a date.';
COMMENT ON COLUMN metrics_by_year.claims IS 'Number of results.';
COMMENT ON COLUMN metrics_by_year.papers IS 'Number of papers.';
COMMENT ON COLUMN metrics_by_year.median_factor IS 'Median improvement factor of the results that are better.';
