-- Questions with parameters. They come after the views in the file of the database.

CREATE MACRO leaderboard(metric_id, top := 20) AS TABLE
    SELECT rank() OVER (ORDER BY round(factor, 6) DESC) AS rank, factor, claimed, kind, average_factor,
           subject, baseline, hardware, workload, title, year, url, paper_id, sentence
    FROM best_factors
    WHERE metric = metric_id
    QUALIFY row_number() OVER (ORDER BY factor DESC, paper_id) <= top
    ORDER BY rank, paper_id;
COMMENT ON MACRO TABLE leaderboard IS 'The papers with the highest improvement factor for a metric: FROM leaderboard(''energy'', top := 10).';

CREATE MACRO levels_of(metric_id, unit_id, top := 20) AS TABLE
    SELECT base_lo, base_hi, base_unit, claimed, kind, subject, hardware, workload, title, year, url, paper_id, sentence
    FROM levels
    WHERE metric = metric_id AND base_unit = unit_id AND is_possible(metric_id, lo, unit)
    ORDER BY CASE WHEN (SELECT better FROM metrics WHERE metric = metric_id) = 'less' THEN base_lo ELSE -base_lo END, paper_id
    LIMIT (top);
COMMENT ON MACRO TABLE levels_of IS 'The best absolute values of a metric in one base unit: FROM levels_of(''latency'', ''s'').';

CREATE MACRO factor_between(a, b) AS TABLE
    SELECT metric, factor, claimed, kind, false AS reversed, system, against, hardware, workload, year, url, paper_id, sentence
    FROM comparison_graph
    WHERE (system_key = canonical_key(a) OR names(system, a)) AND (against_key = canonical_key(b) OR names(against, b))
    UNION ALL
    SELECT metric, 1 / factor, claimed, kind, true, against, system, hardware, workload, year, url, paper_id, sentence
    FROM comparison_graph
    WHERE (system_key = canonical_key(b) OR names(system, b)) AND (against_key = canonical_key(a) OR names(against, a))
    ORDER BY metric, reversed, factor DESC, paper_id;
COMMENT ON MACRO TABLE factor_between IS 'How many times better system a is said to be than system b; reversed rows come from papers that compare b with a.';

CREATE MACRO claims_against(called) AS TABLE
    SELECT metric, factor, claimed, kind, polarity, subject, baseline.words AS baseline, hardware, workload, title, year, url, paper_id, sentence
    FROM claims_by_baseline
    WHERE names(baseline.words, called) OR name_key(baseline.name) = canonical_key(called)
    OR lower(called) IN (lower(baseline.kind), lower(baseline.vendor), lower(baseline.architecture))
    ORDER BY metric, factor DESC NULLS LAST, paper_id;
COMMENT ON MACRO TABLE claims_against IS 'Everything that is claimed against a baseline, by name, or by kind, vendor or architecture: FROM claims_against(''FlashAttention-2''), claims_against(''Ampere'').';

CREATE MACRO claims_about(called) AS TABLE
    SELECT metric, factor, base_lo, base_unit, claimed, kind, polarity, subject.words AS subject, baseline, hardware, workload, title, year, url, paper_id, sentence
    FROM claims_by_subject
    WHERE subject.key = canonical_key(called) OR names(subject.words, called)
    OR lower(called) IN (lower(subject.kind), lower(subject.vendor), lower(subject.architecture))
    ORDER BY metric, factor DESC NULLS LAST, paper_id;
COMMENT ON MACRO TABLE claims_about IS 'Everything that is claimed for a system, by name, or by kind, vendor or architecture: FROM claims_about(''vLLM'').';

CREATE MACRO claims_on(called) AS TABLE
    SELECT metric, factor, claimed, kind, subject, baseline, hardware.words AS hardware, workload, title, year, url, paper_id, sentence
    FROM claims_by_hardware
    WHERE names(hardware.words, called)
    OR lower(called) IN (lower(hardware.name), lower(hardware.kind), lower(hardware.vendor), lower(hardware.architecture))
    ORDER BY metric, factor DESC NULLS LAST, paper_id;
COMMENT ON MACRO TABLE claims_on IS 'Everything that was measured on hardware, by name, kind, vendor or architecture: FROM claims_on(''mcu'').';

CREATE MACRO claims_for(called) AS TABLE
    SELECT metric, factor, base_lo, base_unit, claimed, kind, subject, baseline, hardware, workload.words AS workload, title, year, url, paper_id, sentence
    FROM claims_by_workload
    WHERE names(workload.words, called)
    OR lower(called) IN (lower(workload.name), lower(workload.kind), lower(workload.area))
    ORDER BY metric, factor DESC NULLS LAST, paper_id;
COMMENT ON MACRO TABLE claims_for IS 'Everything that applies to a workload, by name, kind or field: FROM claims_for(''ImageNet'').';

CREATE MACRO claims_of_metric(called) AS TABLE
    SELECT metric_name, metric, factor, base_lo, base_unit, claimed, kind, polarity, subject, baseline, hardware, workload, title, year, url, paper_id, sentence
    FROM results
    WHERE contains(spelled(metric_name), spelled(called)) OR lower(metric) = lower(called)
    ORDER BY metric_name, factor DESC NULLS LAST, paper_id;
COMMENT ON MACRO TABLE claims_of_metric IS 'Everything that is claimed for a metric by its name in the papers, in no list or in one: FROM claims_of_metric(''spillage rate'').';

CREATE MACRO claims_of_run(number) AS TABLE
    SELECT * FROM claims WHERE run <= number AND (gone_run IS NULL OR gone_run > number);
COMMENT ON MACRO TABLE claims_of_run IS 'The claims that held after a run, to compare two runs.';
