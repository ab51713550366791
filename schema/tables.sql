-- Tables of a claims database. One file of DuckDB holds one database.
-- There are no primary keys on purpose: the writer guarantees what they would say, and their indexes
-- would make the file larger and loading slower.

CREATE TABLE about (name VARCHAR NOT NULL, value VARCHAR NOT NULL);
COMMENT ON TABLE about IS 'What this file is: version of its layout, program that made it.';
COMMENT ON COLUMN about.name IS 'schema_version, claims_version, created, vocabulary.';
COMMENT ON COLUMN about.value IS 'Its value as text.';

CREATE TABLE runs (
    run             INTEGER NOT NULL,
    started         TIMESTAMP NOT NULL,
    finished        TIMESTAMP NOT NULL,
    seconds         DOUBLE NOT NULL,
    version         VARCHAR NOT NULL,
    rules           VARCHAR NOT NULL,
    vocabulary      VARCHAR NOT NULL,
    inputs          STRUCT(file VARCHAR, sha256 VARCHAR, bytes BIGINT)[] NOT NULL,
    papers_read     INTEGER NOT NULL,
    papers_different INTEGER NOT NULL,
    papers_new      INTEGER NOT NULL,
    texts_new       INTEGER NOT NULL,
    texts_again     INTEGER NOT NULL,
    texts_skipped   INTEGER NOT NULL,
    claims_new      INTEGER NOT NULL,
    claims_gone     INTEGER NOT NULL,
    claims_total    INTEGER NOT NULL,
    rejects         INTEGER NOT NULL,
    without_abstract INTEGER NOT NULL
);
COMMENT ON TABLE runs IS 'One row for each finished run of `claims run`; a run that was interrupted leaves no trace.';
COMMENT ON COLUMN runs.run IS 'Number of the run, from 1.';
COMMENT ON COLUMN runs.started IS 'When it began (UTC).';
COMMENT ON COLUMN runs.finished IS 'When it ended (UTC).';
COMMENT ON COLUMN runs.seconds IS 'How long it took.';
COMMENT ON COLUMN runs.version IS 'Version of the program.';
COMMENT ON COLUMN runs.rules IS 'Hash of everything that decides which claims a text gives: rules, units, vocabularies.';
COMMENT ON COLUMN runs.vocabulary IS 'Hash of the vocabularies alone: metrics, hardware, workloads.';
COMMENT ON COLUMN runs.inputs IS 'Files read, with SHA-256 and size in bytes (null for standard input).';
COMMENT ON COLUMN runs.papers_read IS 'Records read, the same paper counted each time.';
COMMENT ON COLUMN runs.papers_different IS 'Different papers among them.';
COMMENT ON COLUMN runs.papers_new IS 'Papers that the database did not hold before.';
COMMENT ON COLUMN runs.texts_new IS 'Abstracts that the database did not hold before.';
COMMENT ON COLUMN runs.texts_again IS 'Abstracts extracted again because the rules have changed since.';
COMMENT ON COLUMN runs.texts_skipped IS 'Records whose abstract had been extracted by the same rules already.';
COMMENT ON COLUMN runs.claims_new IS 'Claims added.';
COMMENT ON COLUMN runs.claims_gone IS 'Claims of earlier runs that the rules no longer give.';
COMMENT ON COLUMN runs.claims_total IS 'Claims that hold after the run, in the whole database.';
COMMENT ON COLUMN runs.rejects IS 'Records that could not be read or extracted.';
COMMENT ON COLUMN runs.without_abstract IS 'Records with nothing wrong, but for having no abstract.';

CREATE TABLE papers (
    paper        INTEGER NOT NULL,
    id           VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    date         DATE,
    arxiv_id     VARCHAR,
    version      INTEGER,
    doi          VARCHAR,
    external_ids VARCHAR[] NOT NULL,
    categories   VARCHAR[] NOT NULL,
    authors      VARCHAR[] NOT NULL,
    organization VARCHAR,
    code_url     VARCHAR,
    comments     VARCHAR,
    text         INTEGER NOT NULL,
    run          INTEGER NOT NULL
);
COMMENT ON TABLE papers IS 'One row for each different paper, however many sources or versions it came from.';
COMMENT ON COLUMN papers.paper IS 'Number of the paper in this database.';
COMMENT ON COLUMN papers.id IS 'Identifier of the paper, as the first source gave it or made from what is known of it.';
COMMENT ON COLUMN papers.title IS 'Title; empty where no source gives one.';
COMMENT ON COLUMN papers.date IS 'Date of publication or last update, as far as known.';
COMMENT ON COLUMN papers.arxiv_id IS 'Identifier on arXiv without version.';
COMMENT ON COLUMN papers.version IS 'Newest version on arXiv that was read.';
COMMENT ON COLUMN papers.doi IS 'Digital object identifier, lower case.';
COMMENT ON COLUMN papers.external_ids IS 'Identifiers of other services: openalex:W123, s2:..., pmid:456, pmcid:PMC7.';
COMMENT ON COLUMN papers.categories IS 'Subject categories as the source spells them.';
COMMENT ON COLUMN papers.authors IS 'Names as the source spells them.';
COMMENT ON COLUMN papers.organization IS 'Affiliation that the source shows.';
COMMENT ON COLUMN papers.code_url IS 'Address of the code.';
COMMENT ON COLUMN papers.comments IS 'What the authors say of the paper itself: accepted at a venue, withdrawn.';
COMMENT ON COLUMN papers.text IS 'The current abstract: number in the table abstracts.';
COMMENT ON COLUMN papers.run IS 'Run that first saw the paper.';

-- Left to choose for itself, DuckDB takes twice as long to make the texts half again as large.
CREATE TABLE abstracts (
    text     INTEGER NOT NULL,
    paper    INTEGER NOT NULL,
    abstract VARCHAR NOT NULL USING COMPRESSION zstd,
    digest   UBIGINT NOT NULL,
    version  INTEGER,
    date     DATE,
    run      INTEGER NOT NULL,
    rules    VARCHAR
);
COMMENT ON TABLE abstracts IS 'One row for each different text of a paper: versions and sources may differ; papers.text is the current one.';
COMMENT ON COLUMN abstracts.text IS 'Number of the text.';
COMMENT ON COLUMN abstracts.paper IS 'Paper that it belongs to.';
COMMENT ON COLUMN abstracts.abstract IS 'The abstract, untouched: the offsets of its claims count its characters from 0.';
COMMENT ON COLUMN abstracts.digest IS 'Hash of the abstract (BLAKE2b, 64 bits), to recognise it by.';
COMMENT ON COLUMN abstracts.version IS 'Version on arXiv that had this text, where known.';
COMMENT ON COLUMN abstracts.date IS 'Date that the source gave with this text.';
COMMENT ON COLUMN abstracts.run IS 'Run that first saw the text.';
COMMENT ON COLUMN abstracts.rules IS 'Hash of the rules that its claims come from; null where extraction failed.';

CREATE TABLE sources (
    paper INTEGER NOT NULL,
    text  INTEGER NOT NULL,
    file  VARCHAR NOT NULL,
    place VARCHAR NOT NULL,
    id    VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    run   INTEGER NOT NULL
);
COMMENT ON TABLE sources IS 'Where each paper was read: one row for each record of an input file.';
COMMENT ON COLUMN sources.paper IS 'Paper that the record turned out to be.';
COMMENT ON COLUMN sources.text IS 'Text that the record holds.';
COMMENT ON COLUMN sources.file IS 'Path of the file as it was given; - for standard input.';
COMMENT ON COLUMN sources.place IS 'Where in the file: line 12, row 3.';
COMMENT ON COLUMN sources.id IS 'Identifier that the record has.';
COMMENT ON COLUMN sources.title IS 'Title that the record has.';
COMMENT ON COLUMN sources.run IS 'Run that first read it.';

CREATE TABLE paper_keys (key VARCHAR NOT NULL, paper INTEGER NOT NULL);
COMMENT ON TABLE paper_keys IS 'What papers are recognised by; two records that share a key are candidates for one paper.';
COMMENT ON COLUMN paper_keys.key IS 'Kind and value: arxiv, doi, openalex, s2, pmid, pmcid, title, text, id.';
COMMENT ON COLUMN paper_keys.paper IS 'Paper that has it.';

CREATE TABLE claims (
    claim          INTEGER NOT NULL,
    paper          INTEGER NOT NULL,
    text           INTEGER NOT NULL,
    quote          VARCHAR NOT NULL,
    occurrence     INTEGER NOT NULL,
    quote_start    INTEGER NOT NULL,
    quote_end      INTEGER NOT NULL,
    form           VARCHAR NOT NULL,
    lo             DOUBLE NOT NULL,
    hi             DOUBLE,
    unit           VARCHAR NOT NULL,
    metric         VARCHAR NOT NULL,
    metric_text    VARCHAR,
    change         VARCHAR NOT NULL,
    polarity       VARCHAR NOT NULL,
    bound          VARCHAR NOT NULL,
    statistic      VARCHAR,
    subject        VARCHAR,
    baseline       VARCHAR,
    hardware       VARCHAR[] NOT NULL,
    workload       VARCHAR[] NOT NULL,
    role           VARCHAR NOT NULL,
    factor         DOUBLE,
    factor_hi      DOUBLE,
    base_lo        DOUBLE,
    base_hi        DOUBLE,
    base_unit      VARCHAR,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    rule           VARCHAR NOT NULL,
    confidence     DOUBLE NOT NULL,
    metric_name    VARCHAR,
    workload_kind  VARCHAR[] NOT NULL,
    link_confidence STRUCT(subject DOUBLE, baseline DOUBLE, hardware DOUBLE, workload DOUBLE) NOT NULL,
    link_relation  STRUCT(subject VARCHAR, baseline VARCHAR, hardware VARCHAR, workload VARCHAR) NOT NULL,
    link_agreement STRUCT(subject VARCHAR, baseline VARCHAR, hardware VARCHAR, workload VARCHAR) NOT NULL,
    run            INTEGER NOT NULL,
    gone_run       INTEGER
);
COMMENT ON TABLE claims IS 'Every claim of every text and run. The views current_claims and results leave out what no longer holds.';
COMMENT ON COLUMN claims.claim IS 'Number of the claim.';
COMMENT ON COLUMN claims.paper IS 'Paper that makes it.';
COMMENT ON COLUMN claims.text IS 'Text (table abstracts) that it stands in.';
COMMENT ON COLUMN claims.quote IS 'Number and unit, verbatim.';
COMMENT ON COLUMN claims.occurrence IS '0 for the first place where the quote stands in the abstract, 1 for the second.';
COMMENT ON COLUMN claims.quote_start IS 'Offset of the first character of the quote in the abstract, from 0.';
COMMENT ON COLUMN claims.quote_end IS 'Offset after its last character.';
COMMENT ON COLUMN claims.form IS 'ratio, percent, points, level, share, count or rank.';
COMMENT ON COLUMN claims.lo IS 'The number as written; the lower end of a range.';
COMMENT ON COLUMN claims.hi IS 'Upper end; equal to lo unless a range; null where open.';
COMMENT ON COLUMN claims.unit IS 'x, percent, or the unit of lo and hi.';
COMMENT ON COLUMN claims.metric IS 'What is measured: a metric of the table metrics.';
COMMENT ON COLUMN claims.metric_text IS 'The words that name the metric, verbatim.';
COMMENT ON COLUMN claims.change IS 'Direction in which the metric moves: increase, decrease, none.';
COMMENT ON COLUMN claims.polarity IS 'Whether that is good for the system that the claim is about: better, worse, neutral.';
COMMENT ON COLUMN claims.bound IS 'What a qualifier makes of the number: exact, up_to, at_least, less_than, approx.';
COMMENT ON COLUMN claims.statistic IS 'mean, geomean, median, max, min, p50, p90, p95, p99, or null.';
COMMENT ON COLUMN claims.subject IS 'Name of the system that has the value, verbatim.';
COMMENT ON COLUMN claims.baseline IS 'What it is compared with, verbatim.';
COMMENT ON COLUMN claims.hardware IS 'Platforms on which the value was obtained, verbatim.';
COMMENT ON COLUMN claims.workload IS 'Datasets, models, kernels or tasks that it applies to, verbatim.';
COMMENT ON COLUMN claims.role IS 'result: what the paper reports of its own; background: everything else.';
COMMENT ON COLUMN claims.factor IS 'Improvement factor: how many times better (1 = the same), at the lower end of a range; null where it has no meaning.';
COMMENT ON COLUMN claims.factor_hi IS 'Improvement factor at the upper end of a range.';
COMMENT ON COLUMN claims.base_lo IS 'A level in the base unit of its dimension, lower end.';
COMMENT ON COLUMN claims.base_hi IS 'A level in the base unit of its dimension, upper end.';
COMMENT ON COLUMN claims.base_unit IS 'That base unit: s, J, W, token/s, byte.';
COMMENT ON COLUMN claims.sentence_start IS 'Offset of the sentence that holds the quote, from 0.';
COMMENT ON COLUMN claims.sentence_end IS 'Offset after that sentence.';
COMMENT ON COLUMN claims.rule IS 'Rule that made the claim: `claims rules NAME` shows it.';
COMMENT ON COLUMN claims.confidence IS 'How often form, metric, change, bound and statistic of such claims are right, 0 to 1.';
COMMENT ON COLUMN claims.metric_name IS 'The phrase that names the metric, in one spelling: small letters but for acronyms, singular. Open, where metric is a closed list.';
COMMENT ON COLUMN claims.workload_kind IS 'What each member of workload is: dataset, model, kernel, task or other.';
COMMENT ON COLUMN claims.link_confidence IS 'How often such a field is right, 0 to 1, for each of subject, baseline, hardware and workload; null where the field is empty: link_confidence.baseline >= 0.9.';
COMMENT ON COLUMN claims.link_relation IS 'How the name of each of these fields stands to the number, as the second reader of links sees it: own than, before, subject; empty where it does not see the name.';
COMMENT ON COLUMN claims.link_agreement IS 'Who gives each of these fields: both readers of links, only the first, the first where the second differs, only the second (both, first, differs, second).';
COMMENT ON COLUMN claims.run IS 'Run that first gave the claim.';
COMMENT ON COLUMN claims.gone_run IS 'Run whose rules no longer gave it; null while it holds.';

CREATE TABLE rejects (run INTEGER NOT NULL, file VARCHAR NOT NULL, place VARCHAR NOT NULL, reason VARCHAR NOT NULL, sample VARCHAR NOT NULL);
COMMENT ON TABLE rejects IS 'Records that a run could not read or extract, and those without abstract.';
COMMENT ON COLUMN rejects.run IS 'The run.';
COMMENT ON COLUMN rejects.file IS 'Path of the file.';
COMMENT ON COLUMN rejects.place IS 'Where in the file: line 12, row 3.';
COMMENT ON COLUMN rejects.reason IS 'What is wrong with the record.';
COMMENT ON COLUMN rejects.sample IS 'Its first characters, to recognise it by.';

CREATE TABLE metrics (
    metric VARCHAR NOT NULL, topic VARCHAR, better VARCHAR, scale VARCHAR, dimensions VARCHAR[] NOT NULL,
    description VARCHAR, aliases VARCHAR[] NOT NULL
);
COMMENT ON TABLE metrics IS 'Vocabulary of metrics.';
COMMENT ON COLUMN metrics.metric IS 'Id of the metric: what is measured.';
COMMENT ON COLUMN metrics.topic IS 'Heading under which the metric is listed.';
COMMENT ON COLUMN metrics.better IS 'Which way is better: more or less.';
COMMENT ON COLUMN metrics.scale IS 'percent where values are percentages of quality (gains are points), score where they are bare numbers.';
COMMENT ON COLUMN metrics.dimensions IS 'Dimensions whose units name the metric where no word does.';
COMMENT ON COLUMN metrics.description IS 'What it means.';
COMMENT ON COLUMN metrics.aliases IS 'Words that name it in papers.';

CREATE TABLE hardware (
    name VARCHAR NOT NULL, vendor VARCHAR, kind VARCHAR NOT NULL, architecture VARCHAR, year INTEGER,
    aliases VARCHAR[] NOT NULL
);
COMMENT ON TABLE hardware IS 'Vocabulary of hardware.';
COMMENT ON COLUMN hardware.name IS 'Usual name.';
COMMENT ON COLUMN hardware.vendor IS 'Who makes it; null for a generic word such as GPU.';
COMMENT ON COLUMN hardware.kind IS 'gpu, cpu, fpga, mcu, soc, phone, board, ...';
COMMENT ON COLUMN hardware.architecture IS 'Architecture or family: Ampere, Zen 3.';
COMMENT ON COLUMN hardware.year IS 'Year of announcement or release.';
COMMENT ON COLUMN hardware.aliases IS 'Other names in papers.';

CREATE TABLE workloads (name VARCHAR NOT NULL, kind VARCHAR NOT NULL, area VARCHAR, aliases VARCHAR[] NOT NULL);
COMMENT ON TABLE workloads IS 'Vocabulary of workloads.';
COMMENT ON COLUMN workloads.name IS 'Usual name.';
COMMENT ON COLUMN workloads.kind IS 'dataset, benchmark, model, kernel or task.';
COMMENT ON COLUMN workloads.area IS 'Field that it belongs to: vision, nlp, speech, systems, ...';
COMMENT ON COLUMN workloads.aliases IS 'Other names in papers.';

CREATE TABLE baselines (name VARCHAR NOT NULL, kind VARCHAR NOT NULL, aliases VARCHAR[] NOT NULL);
COMMENT ON TABLE baselines IS 'Vocabulary of well-known systems that papers compare with.';
COMMENT ON COLUMN baselines.name IS 'Usual name.';
COMMENT ON COLUMN baselines.kind IS 'framework, compiler, kernel, library, serving, ...; generic for words that name no system (state of the art).';
COMMENT ON COLUMN baselines.aliases IS 'Other names in papers.';

CREATE TABLE mentions (kind VARCHAR NOT NULL, words VARCHAR NOT NULL, vocabulary VARCHAR NOT NULL, entity VARCHAR NOT NULL);
COMMENT ON TABLE mentions IS 'What the words of the papers mean: resolves hardware, workload, baseline and subject of claims to the vocabularies.';
COMMENT ON COLUMN mentions.kind IS 'Field of the claim: hardware, workload, baseline or subject.';
COMMENT ON COLUMN mentions.words IS 'The words as they stand in a claim.';
COMMENT ON COLUMN mentions.vocabulary IS 'Table that holds the entity: hardware, workloads or baselines.';
COMMENT ON COLUMN mentions.entity IS 'Name in that table. A list of baselines (vLLM and SGLang) has a row for each.';

CREATE TABLE systems (
    words VARCHAR NOT NULL, entity VARCHAR, key VARCHAR NOT NULL, name VARCHAR NOT NULL, family VARCHAR NOT NULL,
    family_key VARCHAR NOT NULL, version VARCHAR NOT NULL
);
COMMENT ON TABLE systems IS 'What the words for subjects and baselines stand for, where they name one system and no class of them: its family and version. Words are added at the end of each run.';
COMMENT ON COLUMN systems.words IS 'The words as they stand in a claim.';
COMMENT ON COLUMN systems.entity IS 'What mentions has for these words; a list of baselines (vLLM and SGLang) has a row for each.';
COMMENT ON COLUMN systems.key IS 'What the system is recognised by; equal keys are one system.';
COMMENT ON COLUMN systems.name IS 'Usual name, or the name as it is written.';
COMMENT ON COLUMN systems.family IS 'Name without version: FlashAttention for FlashAttention-2.';
COMMENT ON COLUMN systems.family_key IS 'What the family is recognised by; equal keys are one family.';
COMMENT ON COLUMN systems.version IS 'What tells the version: 2, v5s, 7b; empty where nothing does.';

CREATE TABLE conditions (claim INTEGER NOT NULL, metric VARCHAR NOT NULL, is_level BOOLEAN NOT NULL, dataset VARCHAR, condition VARCHAR NOT NULL, digest UBIGINT NOT NULL);
COMMENT ON TABLE conditions IS 'Under which conditions results stand on leaderboards, read out of their words once: data set, kind of measure, setting, hardware. Brought up to date at the end of each run; what is missing is read when it is asked for.';
COMMENT ON COLUMN conditions.claim IS 'Number of the claim; negative for a result of a table.';
COMMENT ON COLUMN conditions.is_level IS 'Whether as an absolute value, or as an improvement factor.';
COMMENT ON COLUMN conditions.dataset IS 'The data set that is asked for, one of those that the result names; null where none is.';
COMMENT ON COLUMN conditions.condition IS 'The value of each facet of the metric (schema/leaderboards.toml), in their order, with the character 31 between them.';
COMMENT ON COLUMN conditions.digest IS 'Hash of what it was read out of.';

-- Of a large database, results of one metric stand together: a board reads only where they stand, and nothing that it
-- does not rank by. What it shows of the few rows that it has is in all_results.
CREATE TABLE board_results (
    claim INTEGER NOT NULL, paper INTEGER NOT NULL, metric VARCHAR, metric_text VARCHAR, metric_name VARCHAR,
    is_level BOOLEAN NOT NULL, is_factor BOOLEAN NOT NULL, factor DOUBLE, factor_hi DOUBLE, level DOUBLE, level_hi DOUBLE,
    unit VARCHAR, base_unit VARCHAR, in_points BOOLEAN NOT NULL, kind VARCHAR, date DATE, year INTEGER, quote_start INTEGER,
    confidence DOUBLE, link_confidence STRUCT(subject DOUBLE, baseline DOUBLE, hardware DOUBLE, workload DOUBLE),
    baseline VARCHAR, hardware VARCHAR[], workload VARCHAR[], workload_kind VARCHAR[], withdrawn BOOLEAN NOT NULL,
    own VARCHAR, condition VARCHAR
);
COMMENT ON TABLE board_results IS 'What leaderboards rank: all results, of each what decides its rank and what it is asked for by. Made of all_results and conditions at the end of each run.';
COMMENT ON COLUMN board_results.claim IS 'Number of the claim; negative for a result of a table.';
COMMENT ON COLUMN board_results.is_level IS 'Whether it is an absolute value.';
COMMENT ON COLUMN board_results.is_factor IS 'Whether it has an improvement factor, for the better.';
COMMENT ON COLUMN board_results.factor_hi IS 'Improvement factor at the upper end of a range; null where there is no range.';
COMMENT ON COLUMN board_results.level IS 'The value, in the base unit of its dimension where it has one; the lower end of a range.';
COMMENT ON COLUMN board_results.level_hi IS 'The upper end of a range; equal to level unless a range.';
COMMENT ON COLUMN board_results.unit IS 'Unit of level.';
COMMENT ON COLUMN board_results.in_points IS 'Whether the words say that it is in points of a hundred.';
COMMENT ON COLUMN board_results.own IS 'proposed, variation or baseline, for results of tables.';
COMMENT ON COLUMN board_results.condition IS 'Under which conditions it stands on boards (conditions.condition), where no data set is asked for.';

CREATE TABLE stated_factors (
    paper INTEGER NOT NULL, metric VARCHAR NOT NULL, system_key VARCHAR, against_key VARCHAR, one VARCHAR, other VARCHAR,
    one_version VARCHAR, other_version VARCHAR, claim INTEGER NOT NULL, system VARCHAR, against VARCHAR, value DOUBLE,
    low DOUBLE, high DOUBLE, open_below BOOLEAN, open_above BOOLEAN, claimed VARCHAR, kind VARCHAR, workload VARCHAR[],
    hardware VARCHAR[], title VARCHAR, year INTEGER, url VARCHAR, paper_id VARCHAR, sentence VARCHAR
);
COMMENT ON TABLE stated_factors IS 'By how much each paper says that one system is better than another, for each metric: what contradictions are found among. Made of comparison_graph at the end of each run.';
COMMENT ON COLUMN stated_factors.system_key IS 'What the system is recognised by.';
COMMENT ON COLUMN stated_factors.against_key IS 'What the other is recognised by.';
COMMENT ON COLUMN stated_factors.one IS 'What the family of the system is recognised by.';
COMMENT ON COLUMN stated_factors.other IS 'What the family of the other is recognised by.';
COMMENT ON COLUMN stated_factors.one_version IS 'Version of the system; empty where its name tells none.';
COMMENT ON COLUMN stated_factors.other_version IS 'Version of the other.';
COMMENT ON COLUMN stated_factors.system IS 'The system, by its usual name where that is known.';
COMMENT ON COLUMN stated_factors.against IS 'The other, by its usual name where that is known.';
COMMENT ON COLUMN stated_factors.value IS 'The improvement factor, that of the first claim where there are several.';
COMMENT ON COLUMN stated_factors.low IS 'The least factor that the paper states.';
COMMENT ON COLUMN stated_factors.high IS 'The highest factor that the paper states.';
COMMENT ON COLUMN stated_factors.open_below IS 'Whether one of them is a best case.';
COMMENT ON COLUMN stated_factors.open_above IS 'Whether one of them is a lower bound.';

CREATE TABLE stated_levels (
    system_key VARCHAR NOT NULL, system VARCHAR NOT NULL, metric VARCHAR NOT NULL, workload VARCHAR NOT NULL, unit VARCHAR,
    condition VARCHAR, paper INTEGER NOT NULL, level DOUBLE, claim INTEGER NOT NULL, levels DOUBLE[], claimed VARCHAR,
    title VARCHAR, year INTEGER, url VARCHAR, paper_id VARCHAR, sentence VARCHAR
);
COMMENT ON TABLE stated_levels IS 'The best value that each paper states for a system on a workload, for each metric, unit and condition: what differing levels are found among. Made of results at the end of each run.';
COMMENT ON COLUMN stated_levels.system_key IS 'What the system is recognised by.';
COMMENT ON COLUMN stated_levels.system IS 'The system, by its usual name where that is known.';
COMMENT ON COLUMN stated_levels.workload IS 'The workload, by its usual name.';
COMMENT ON COLUMN stated_levels.unit IS 'Unit of the value, a base unit where there is one.';
COMMENT ON COLUMN stated_levels.condition IS 'Under which conditions, as far as they are told (conditions.condition).';
COMMENT ON COLUMN stated_levels.level IS 'The value.';
COMMENT ON COLUMN stated_levels.levels IS 'All values that the paper states for them, under any conditions.';
