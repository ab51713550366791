-- Views over whole papers: results of tables beside claims of text.

CREATE VIEW current_table_results AS
SELECT
    p.id AS paper_id, p.title, paper_date(p.date, p.arxiv_id) AS date,
    CAST(year(paper_date(p.date, p.arxiv_id)) AS INTEGER) AS year, paper_url(p.arxiv_id, p.doi, p.external_ids, p.id) AS url,
    is_withdrawn(p.comments, '') AS withdrawn,
    t.caption, t.section, format('{}, row {}, column {}', r."table", r."row", r.col) AS place, d.paper, d.file, r.*
FROM table_results r
JOIN documents d USING (document)
JOIN papers p ON p.paper = d.paper
JOIN tables t ON t.document = r.document AND t.number = r.number
-- A paper that was read as LaTeX and as HTML has its results once: those of what was read last.
WHERE d.document = (SELECT max(o.document) FROM documents o WHERE o.paper = d.paper);
COMMENT ON VIEW current_table_results IS 'Results of tables, with their paper and place; a paper that was read twice has them once.';
COMMENT ON COLUMN current_table_results.caption IS 'Caption of the table.';
COMMENT ON COLUMN current_table_results.section IS 'Section that holds the table.';
COMMENT ON COLUMN current_table_results.place IS 'Where the number stands: Table 2, row 3, column 4.';
COMMENT ON COLUMN current_table_results.paper IS 'Number of the paper.';
COMMENT ON COLUMN current_table_results.file IS 'File that was read.';

CREATE VIEW all_results AS
SELECT *, 'text' AS origin, 'abstract' AS stands_in, NULL::VARCHAR AS own, NULL::VARCHAR AS split, NULL::VARCHAR[] AS setting FROM results
UNION ALL BY NAME
SELECT
    -result AS claim, paper, paper_id, title, date, year, url, metric, metric_text,
    quote || CASE
        WHEN unit IS NULL OR unit = '1' OR regexp_matches(quote, '[A-Za-z%$€]') THEN ''
        WHEN unit = 'percent' THEN '%' ELSE ' ' || unit
    END AS claimed, quote, form,
    'single' AS kind, 'exact' AS bound, 'none' AS change, 'neutral' AS polarity, system AS subject, baseline, hardware,
    dataset AS workload, value AS lo, value AS hi, coalesce(unit, '1') AS unit, base_value AS base_lo, base_value AS base_hi,
    base_unit, 'result' AS role, 'table' AS rule, 1.0 AS confidence, 0 AS quote_start, 0 AS quote_end, 0 AS occurrence,
    0 AS sentence_start, 0 AS sentence_end, place || ': ' || caption AS sentence, 'table' AS origin, place AS stands_in,
    own, split, setting, withdrawn
FROM current_table_results;
COMMENT ON VIEW all_results IS 'Claims of abstracts and results of tables together: origin tells which, stands_in where.';
COMMENT ON COLUMN all_results.origin IS 'text or table.';
COMMENT ON COLUMN all_results.stands_in IS 'abstract, or the place in a table.';
COMMENT ON COLUMN all_results.own IS 'proposed, variation or baseline, for results of tables.';
COMMENT ON COLUMN all_results.split IS 'Part of the data, for results of tables.';
COMMENT ON COLUMN all_results.setting IS 'What else holds for a result of a table.';

CREATE VIEW disagreements AS
WITH named AS (
    SELECT paper, paper_id, title, place, system, dataset, split, metric, metric_text, value, unit, setting,
           name_key(system) AS system_key, name_key(array_to_string(list_sort(dataset), ' ')) AS dataset_key,
           name_key(coalesce(split, '')) AS split_key, name_key(coalesce(metric_text, metric)) AS metric_key
    FROM current_table_results
    WHERE form = 'level' AND system IS NOT NULL AND len(dataset) > 0 AND own <> 'variation' AND metric NOT IN ('parameters', 'other')
)
SELECT
    a.system, a.dataset, a.split, a.metric, a.metric_text, a.unit,
    a.value AS value_a, b.value AS value_b, abs(a.value - b.value) AS difference,
    a.paper_id AS paper_a, b.paper_id AS paper_b, a.place AS place_a, b.place AS place_b,
    a.setting AS setting_a, b.setting AS setting_b
FROM named a JOIN named b USING (system_key, dataset_key, split_key, metric_key)
WHERE a.paper < b.paper AND a.unit IS NOT DISTINCT FROM b.unit AND a.value <> b.value
ORDER BY difference DESC, paper_a, paper_b, place_a, place_b;
COMMENT ON VIEW disagreements IS 'Numbers that two papers give for the same system, data set and metric, and that differ.';
COMMENT ON COLUMN disagreements.system IS 'The system that both report.';
COMMENT ON COLUMN disagreements.dataset IS 'The data.';
COMMENT ON COLUMN disagreements.split IS 'The part of the data.';
COMMENT ON COLUMN disagreements.metric IS 'What was measured.';
COMMENT ON COLUMN disagreements.metric_text IS 'How the first paper calls it.';
COMMENT ON COLUMN disagreements.unit IS 'Unit of both values.';
COMMENT ON COLUMN disagreements.value_a IS 'Value in the first paper.';
COMMENT ON COLUMN disagreements.value_b IS 'Value in the second.';
COMMENT ON COLUMN disagreements.difference IS 'How far they are apart.';
COMMENT ON COLUMN disagreements.paper_a IS 'The first paper.';
COMMENT ON COLUMN disagreements.paper_b IS 'The second paper.';
COMMENT ON COLUMN disagreements.place_a IS 'Where it stands in the first.';
COMMENT ON COLUMN disagreements.place_b IS 'Where it stands in the second.';
COMMENT ON COLUMN disagreements.setting_a IS 'What else holds for the first: a different setting explains much.';
COMMENT ON COLUMN disagreements.setting_b IS 'What else holds for the second.';

-- A number of the abstract that stands in a table of the same paper, with the same metric where it names one. A name that
-- the sentence leaves open, or is tied to it in fewer than half of such cases, is taken from the heads.
CREATE VIEW claims_in_tables AS
WITH pairs AS (
    -- Found among narrow rows; what is shown of a claim comes along afterwards.
    SELECT
        c.claim, r.place, r.system, r.own, r.dataset, r.split, r.hardware AS table_hardware,
        row_number() OVER (
            PARTITION BY c.claim
            ORDER BY (r.own = 'proposed') DESC, (r.best IS TRUE) DESC, len(r.dataset) DESC, r.number, r."row", r.col
        ) AS choice,
        count(DISTINCT (r.dataset, r.system)) OVER (PARTITION BY c.claim) AS readings
    FROM results c
    JOIN current_table_results r ON r.paper = c.paper AND r.form = 'level'
        AND abs(r.value - c.lo) <= 1e-9 * greatest(1, abs(c.lo))
        AND (r.metric = c.metric OR r.metric = 'score' OR c.metric IN ('score', 'other', 'performance'))
    WHERE c.form = 'level' AND c.lo IS NOT DISTINCT FROM c.hi AND c.unit <> 'x'
), told AS (
    SELECT
        p.* EXCLUDE (choice), c.paper_id, c.quote, c.metric, c.claimed, c.subject, c.workload, c.hardware, c.sentence,
        c.subject IS NOT NULL AND coalesce(c.link_confidence.subject, 1) >= 0.5 AS system_sure,
        len(c.workload) > 0 AND coalesce(c.link_confidence.workload, 1) >= 0.5 AS dataset_sure,
        len(c.hardware) > 0 AND coalesce(c.link_confidence.hardware, 1) >= 0.5 AS hardware_sure,
        CASE WHEN readings = 1 OR own = 'proposed' THEN system END AS system_in_table,
        CASE WHEN readings = 1 THEN dataset ELSE [] END AS dataset_in_table,
    FROM pairs p JOIN results c USING (claim) WHERE choice = 1
), compared AS (
    SELECT
        *,
        list_filter(['system', 'dataset', 'hardware'], lambda field: CASE field
            WHEN 'system' THEN subject IS NOT NULL AND system_in_table IS NOT NULL
                AND NOT (contains(name_key(subject), name_key(system_in_table)) OR contains(name_key(system_in_table), name_key(subject)))
            WHEN 'dataset' THEN names_disagree(workload, dataset_in_table)
            ELSE names_disagree(hardware, table_hardware)
        END) AS differ
    FROM told
)
SELECT
    claim, paper_id, quote, claimed, metric, place, readings,
    CASE WHEN system_sure OR system_in_table IS NULL THEN subject ELSE system_in_table END AS system,
    CASE WHEN system_sure OR (system_in_table IS NULL AND subject IS NOT NULL) THEN 'abstract'
         WHEN system_in_table IS NOT NULL THEN 'table' END AS system_from,
    CASE WHEN dataset_sure OR len(dataset_in_table) = 0 THEN workload ELSE dataset_in_table END AS dataset,
    CASE WHEN dataset_sure OR (len(dataset_in_table) = 0 AND len(workload) > 0) THEN 'abstract'
         WHEN len(dataset_in_table) > 0 THEN 'table' END AS dataset_from,
    split,
    CASE WHEN hardware_sure OR len(table_hardware) = 0 THEN hardware ELSE table_hardware END AS hardware,
    CASE WHEN hardware_sure OR (len(table_hardware) = 0 AND len(hardware) > 0) THEN 'abstract'
         WHEN len(table_hardware) > 0 THEN 'table' END AS hardware_from,
    len(differ) > 0 AS names_differ,
    sentence, differ, subject AS system_in_abstract, system_in_table, workload AS dataset_in_abstract, dataset_in_table,
    hardware AS hardware_in_abstract, table_hardware AS hardware_in_table
FROM compared;
COMMENT ON VIEW claims_in_tables IS 'Levels of abstracts that stand in a table of the same paper: names that the sentence leaves open or unsure are taken from the heads.';
COMMENT ON COLUMN claims_in_tables.place IS 'Where the number stands in a table.';
COMMENT ON COLUMN claims_in_tables.readings IS 'For how many pairs of system and data the tables give this number; above 1 the data set is left open.';
COMMENT ON COLUMN claims_in_tables.system IS 'System that has the value.';
COMMENT ON COLUMN claims_in_tables.system_from IS 'Where that name is from: abstract or table.';
COMMENT ON COLUMN claims_in_tables.dataset IS 'Data that it applies to.';
COMMENT ON COLUMN claims_in_tables.dataset_from IS 'Where that name is from: abstract or table.';
COMMENT ON COLUMN claims_in_tables.split IS 'Part of the data, as the table has it.';
COMMENT ON COLUMN claims_in_tables.hardware_from IS 'Where the hardware is from: abstract or table.';
COMMENT ON COLUMN claims_in_tables.names_differ IS 'Whether sentence and heads name any of them in different words.';
COMMENT ON COLUMN claims_in_tables.differ IS 'Which of them they name in different words: system, dataset, hardware.';
COMMENT ON COLUMN claims_in_tables.system_in_abstract IS 'The system as the sentence names it.';
COMMENT ON COLUMN claims_in_tables.system_in_table IS 'The system as the heads name it.';
COMMENT ON COLUMN claims_in_tables.dataset_in_abstract IS 'The data as the sentence names it.';
COMMENT ON COLUMN claims_in_tables.dataset_in_table IS 'The data as the heads name it.';
COMMENT ON COLUMN claims_in_tables.hardware_in_abstract IS 'The hardware as the sentence names it.';
COMMENT ON COLUMN claims_in_tables.hardware_in_table IS 'The hardware as the heads name it.';

-- "Outperforms X by 2.3 points": whether two numbers of a table differ so.
CREATE VIEW checked_claims AS
WITH own AS (
    SELECT paper, result, place, system, metric, value, dataset, split, number FROM current_table_results WHERE form = 'level' AND own = 'proposed'
), others AS (
    SELECT paper, result, place, system, metric, value, dataset, split, number FROM current_table_results WHERE form = 'level' AND own <> 'proposed'
), gaps AS (
    SELECT o.paper, o.metric, o.place AS own_place, b.place AS other_place, o.system, b.system AS against, o.dataset, o.value, b.value AS other_value,
           abs(o.value - b.value) AS points,
           CASE WHEN b.value <> 0 THEN 100 * abs(o.value - b.value) / abs(b.value) END AS percent,
           CASE WHEN least(abs(o.value), abs(b.value)) > 0 THEN greatest(abs(o.value), abs(b.value)) / least(abs(o.value), abs(b.value)) END AS ratio
    FROM own o JOIN others b ON b.paper = o.paper AND b.number = o.number AND b.metric = o.metric
        AND b.dataset = o.dataset AND b.split IS NOT DISTINCT FROM o.split
), claimed AS (
    SELECT claim, paper, paper_id, claimed, form, lo, hi, metric, subject, baseline, sentence
    FROM results SEMI JOIN documents USING (paper)
    WHERE form IN ('points', 'percent', 'ratio') AND lo IS NOT DISTINCT FROM hi AND regexp_matches(baseline, '[A-Z0-9]')
), matched AS (
    SELECT c.*, g.* EXCLUDE (paper, metric),
        abs(CASE c.form WHEN 'points' THEN g.points WHEN 'percent' THEN g.percent ELSE g.ratio END - c.lo)
            <= greatest(0.006 * abs(c.lo), 0.051) AS agrees
    FROM claimed c JOIN gaps g ON g.paper = c.paper AND (g.metric = c.metric OR g.metric = 'score')
    WHERE contains(name_key(g.against), name_key(c.baseline)) OR contains(name_key(c.baseline), name_key(g.against))
)
SELECT
    claim, any_value(paper_id) AS paper_id, any_value(claimed) AS claimed, any_value(baseline) AS baseline,
    count(*) AS pairs, count(*) FILTER (agrees) AS agreeing,
    CASE WHEN count(*) FILTER (agrees) > 0 THEN 'confirmed' WHEN count(*) = 1 THEN 'differs' ELSE 'not found' END AS verdict,
    arg_max(own_place, agrees) AS own_place, arg_max(other_place, agrees) AS other_place,
    arg_max(value, agrees) AS value, arg_max(other_value, agrees) AS other_value, any_value(sentence) AS sentence
FROM matched GROUP BY claim;
COMMENT ON VIEW checked_claims IS 'Gains over a named baseline that abstracts state, checked against the tables of the same paper, where both exist.';
COMMENT ON COLUMN checked_claims.pairs IS 'How many pairs of numbers of tables could be meant: own system and another, same metric and data.';
COMMENT ON COLUMN checked_claims.agreeing IS 'How many of them differ as the abstract says.';
COMMENT ON COLUMN checked_claims.verdict IS 'confirmed: a pair fits; differs: there is but one pair and it does not fit; not found: of several pairs none fits.';
COMMENT ON COLUMN checked_claims.own_place IS 'Where the number of the own system stands.';
COMMENT ON COLUMN checked_claims.other_place IS 'Where the other stands.';
COMMENT ON COLUMN checked_claims.value IS 'Number of the own system.';
COMMENT ON COLUMN checked_claims.other_value IS 'The other number.';
