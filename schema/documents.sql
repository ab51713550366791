-- Whole papers: what was read of their text and tables beside the abstract.

CREATE TABLE documents (
    document INTEGER NOT NULL,
    paper    INTEGER,
    file     VARCHAR NOT NULL,
    format   VARCHAR NOT NULL,
    title    VARCHAR NOT NULL,
    run      INTEGER NOT NULL
);
COMMENT ON TABLE documents IS 'One row for each file or folder that holds a whole paper.';
COMMENT ON COLUMN documents.document IS 'Number of the document.';
COMMENT ON COLUMN documents.paper IS 'Paper that it is.';
COMMENT ON COLUMN documents.file IS 'Path as it was given.';
COMMENT ON COLUMN documents.format IS 'html, latex, jats, tei or docling.';
COMMENT ON COLUMN documents.title IS 'Title as the document has it.';
COMMENT ON COLUMN documents.run IS 'Run that read it last.';

CREATE TABLE tables (
    document INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    label    VARCHAR NOT NULL,
    caption  VARCHAR NOT NULL,
    section  VARCHAR NOT NULL,
    place    VARCHAR NOT NULL,
    appendix BOOLEAN NOT NULL,
    cells    VARCHAR[][] NOT NULL,
    refused  VARCHAR
);
COMMENT ON TABLE tables IS 'The tables of whole papers.';
COMMENT ON COLUMN tables.document IS 'Document that holds it.';
COMMENT ON COLUMN tables.number IS 'Its place among the tables of the document, from 1.';
COMMENT ON COLUMN tables.label IS 'Number that the paper gives it: Table 2.';
COMMENT ON COLUMN tables.caption IS 'Caption and notes.';
COMMENT ON COLUMN tables.section IS 'Section that holds it.';
COMMENT ON COLUMN tables.place IS 'Where it stands in the source.';
COMMENT ON COLUMN tables.appendix IS 'Whether it stands in an appendix.';
COMMENT ON COLUMN tables.cells IS 'Texts of its cells, row by row, spans unrolled: cells[row + 1][col + 1].';
COMMENT ON COLUMN tables.refused IS 'Why it was not read, where its source is broken.';

CREATE TABLE table_cells (
    document INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    "row"    INTEGER NOT NULL,
    col      INTEGER NOT NULL,
    kind     VARCHAR NOT NULL
);
COMMENT ON TABLE table_cells IS 'What each cell with a number is in the tables of whole papers.';
COMMENT ON COLUMN table_cells.document IS 'Document that holds it.';
COMMENT ON COLUMN table_cells.number IS 'Table that holds it (tables.number).';
COMMENT ON COLUMN table_cells."row" IS 'Row of the cell, from 0, heads counted.';
COMMENT ON COLUMN table_cells.col IS 'Column of the cell, from 0.';
COMMENT ON COLUMN table_cells.kind IS 'result, property (of a system), setting, statistic (of data), other.';

CREATE TABLE table_results (
    result           INTEGER NOT NULL,
    document         INTEGER NOT NULL,
    number           INTEGER NOT NULL,
    "table"          VARCHAR NOT NULL,
    "row"            INTEGER NOT NULL,
    col              INTEGER NOT NULL,
    quote            VARCHAR NOT NULL,
    form             VARCHAR NOT NULL,
    value            DOUBLE NOT NULL,
    uncertainty      DOUBLE,
    unit             VARCHAR,
    metric           VARCHAR NOT NULL,
    metric_text      VARCHAR,
    higher_is_better BOOLEAN,
    system           VARCHAR,
    own              VARCHAR NOT NULL,
    dataset          VARCHAR[] NOT NULL,
    split            VARCHAR,
    setting          VARCHAR[] NOT NULL,
    hardware         VARCHAR[] NOT NULL,
    baseline         VARCHAR,
    best             BOOLEAN,
    base_value       DOUBLE,
    base_unit        VARCHAR
);
COMMENT ON TABLE table_results IS 'Results in the tables of whole papers: one row for each number.';
COMMENT ON COLUMN table_results.result IS 'Number of the result.';
COMMENT ON COLUMN table_results.document IS 'Document that holds it.';
COMMENT ON COLUMN table_results.number IS 'Table that holds it (tables.number).';
COMMENT ON COLUMN table_results."table" IS 'Label of that table.';
COMMENT ON COLUMN table_results."row" IS 'Row of its cell, from 0, heads counted.';
COMMENT ON COLUMN table_results.col IS 'Column of its cell, from 0.';
COMMENT ON COLUMN table_results.quote IS 'The number as it stands in the cell.';
COMMENT ON COLUMN table_results.form IS 'level; ratio, percent or points for differences; rank.';
COMMENT ON COLUMN table_results.value IS 'The number with its magnitude multiplied out; differences are signed.';
COMMENT ON COLUMN table_results.uncertainty IS 'The number after plus-minus.';
COMMENT ON COLUMN table_results.unit IS 'Its unit; percent for rates from 0 to 100, 1 for those from 0 to 1; null where nothing tells.';
COMMENT ON COLUMN table_results.metric IS 'What is measured: a metric of the table metrics.';
COMMENT ON COLUMN table_results.metric_text IS 'The words that name it.';
COMMENT ON COLUMN table_results.higher_is_better IS 'Whether more is better; null where neither way is.';
COMMENT ON COLUMN table_results.system IS 'What was measured.';
COMMENT ON COLUMN table_results.own IS 'proposed, variation (a part changed), baseline (of others), unknown.';
COMMENT ON COLUMN table_results.dataset IS 'Data sets, benchmarks, tasks.';
COMMENT ON COLUMN table_results.split IS 'Part of the data: test, dev, clean.';
COMMENT ON COLUMN table_results.setting IS 'What else holds for the number.';
COMMENT ON COLUMN table_results.hardware IS 'Platforms on which it was measured.';
COMMENT ON COLUMN table_results.baseline IS 'What a difference is compared with.';
COMMENT ON COLUMN table_results.best IS 'Whether it is printed bold among others of its line that are not; null where none is.';
COMMENT ON COLUMN table_results.base_value IS 'A level in the base unit of its dimension.';
COMMENT ON COLUMN table_results.base_unit IS 'That base unit.';

CREATE TABLE statements (
    document     INTEGER NOT NULL,
    section      VARCHAR NOT NULL,
    section_kind VARCHAR NOT NULL,
    sections     VARCHAR[] NOT NULL,
    paragraph    INTEGER NOT NULL,
    place        VARCHAR NOT NULL,
    quote        VARCHAR NOT NULL,
    form         VARCHAR NOT NULL,
    lo           DOUBLE NOT NULL,
    hi           DOUBLE,
    unit         VARCHAR NOT NULL,
    metric       VARCHAR NOT NULL,
    metric_text  VARCHAR,
    change       VARCHAR NOT NULL,
    polarity     VARCHAR NOT NULL,
    bound        VARCHAR NOT NULL,
    statistic    VARCHAR,
    subject      VARCHAR,
    baseline     VARCHAR,
    hardware     VARCHAR[] NOT NULL,
    workload     VARCHAR[] NOT NULL,
    role         VARCHAR NOT NULL,
    confidence   DOUBLE NOT NULL,
    sentence     VARCHAR NOT NULL
);
COMMENT ON TABLE statements IS 'Claims in the running text of whole papers, each once; those of the abstract stand in the table claims as well.';
COMMENT ON COLUMN statements.document IS 'Document that states it.';
COMMENT ON COLUMN statements.section IS 'Section that states it first.';
COMMENT ON COLUMN statements.section_kind IS 'abstract, introduction, related work, results, conclusion, other.';
COMMENT ON COLUMN statements.sections IS 'All sections that state it.';
COMMENT ON COLUMN statements.paragraph IS 'Paragraph of the section, from 0.';
COMMENT ON COLUMN statements.place IS 'Where the paragraph stands in the source.';
COMMENT ON COLUMN statements.quote IS 'Number and unit, verbatim.';
COMMENT ON COLUMN statements.form IS 'ratio, percent, points, level, share, count or rank.';
COMMENT ON COLUMN statements.lo IS 'The number as written; the lower end of a range.';
COMMENT ON COLUMN statements.hi IS 'Upper end; null where open.';
COMMENT ON COLUMN statements.unit IS 'x, percent, or the unit of lo and hi.';
COMMENT ON COLUMN statements.metric IS 'What is measured: a metric of the table metrics.';
COMMENT ON COLUMN statements.metric_text IS 'The words that name it.';
COMMENT ON COLUMN statements.change IS 'Direction in which the metric moves.';
COMMENT ON COLUMN statements.polarity IS 'better, worse or neutral.';
COMMENT ON COLUMN statements.bound IS 'What a qualifier makes of the number.';
COMMENT ON COLUMN statements.statistic IS 'mean, max, p99, or null.';
COMMENT ON COLUMN statements.subject IS 'System that has the value.';
COMMENT ON COLUMN statements.baseline IS 'What it is compared with.';
COMMENT ON COLUMN statements.hardware IS 'Platforms on which it was obtained.';
COMMENT ON COLUMN statements.workload IS 'Datasets, models, kernels or tasks that it applies to.';
COMMENT ON COLUMN statements.role IS 'result or background.';
COMMENT ON COLUMN statements.confidence IS 'How often such claims are right.';
COMMENT ON COLUMN statements.sentence IS 'The sentence that states it.';
