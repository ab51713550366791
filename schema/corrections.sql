-- What people say of claims: corrections, which lie over the claims, and suggestions, which wait to be asked for.
-- What the rules read stays in the table claims.

CREATE TABLE corrections (
    correction  INTEGER NOT NULL,
    paper       INTEGER NOT NULL,
    quote       VARCHAR NOT NULL,
    occurrence  INTEGER NOT NULL,
    verdict     VARCHAR NOT NULL,
    fields      VARCHAR[] NOT NULL,
    was         STRUCT(form VARCHAR, lo DOUBLE, hi DOUBLE, unit VARCHAR, metric VARCHAR, metric_text VARCHAR, change VARCHAR, polarity VARCHAR, bound VARCHAR, statistic VARCHAR, subject VARCHAR, baseline VARCHAR, hardware VARCHAR[], workload VARCHAR[], role VARCHAR),
    now         STRUCT(form VARCHAR, lo DOUBLE, hi DOUBLE, unit VARCHAR, metric VARCHAR, metric_text VARCHAR, change VARCHAR, polarity VARCHAR, bound VARCHAR, statistic VARCHAR, subject VARCHAR, baseline VARCHAR, hardware VARCHAR[], workload VARCHAR[], role VARCHAR) NOT NULL,
    said_by     VARCHAR NOT NULL,
    said_at     TIMESTAMP NOT NULL,
    why         VARCHAR,
    free        BOOLEAN NOT NULL,
    suggested   BOOLEAN NOT NULL,
    sentence    VARCHAR NOT NULL,
    digest      UBIGINT NOT NULL,
    state       VARCHAR NOT NULL,
    text        INTEGER,
    quote_start INTEGER,
    quote_end   INTEGER,
    sentence_start INTEGER,
    sentence_end INTEGER,
    claim       INTEGER
);
COMMENT ON TABLE corrections IS 'What people say of claims, one row for each person and number: verdicts, corrected fields, claims that were missed; and what others suggest.';
COMMENT ON COLUMN corrections.correction IS 'Number of the correction.';
COMMENT ON COLUMN corrections.paper IS 'Number of the paper.';
COMMENT ON COLUMN corrections.quote IS 'The number as it stands in the abstract that was looked at.';
COMMENT ON COLUMN corrections.occurrence IS '0 for the first place where the quote stands in that abstract, 1 for the second.';
COMMENT ON COLUMN corrections.verdict IS 'right, wrong, no_claim, missed (the rules have not read it), changed (fields were changed, and nothing said of the others).';
COMMENT ON COLUMN corrections.fields IS 'Names of the fields that were changed, or given for a missed claim.';
COMMENT ON COLUMN corrections.was IS 'What the rules read when it was looked at; null for a missed claim.';
COMMENT ON COLUMN corrections.now IS 'What it is: as it was, but for the fields that were changed.';
COMMENT ON COLUMN corrections.said_by IS 'Who says so.';
COMMENT ON COLUMN corrections.said_at IS 'When (UTC).';
COMMENT ON COLUMN corrections.why IS 'Why, in the words of that person.';
COMMENT ON COLUMN corrections.free IS 'Whether names may be others than those in the text.';
COMMENT ON COLUMN corrections.suggested IS 'Whether it is a suggestion, which boards show with --with NAME only.';
COMMENT ON COLUMN corrections.sentence IS 'The sentence that was looked at, by which the number is found again in another text.';
COMMENT ON COLUMN corrections.digest IS 'Hash of the abstract that was looked at (abstracts.digest).';
COMMENT ON COLUMN corrections.state IS 'placed; moved: found again in another text; stale: it no longer fits; contradicted: two people differ since their papers became one; superseded: the same person said something later. The last three are not applied.';
COMMENT ON COLUMN corrections.text IS 'Text in which it was last looked for.';
COMMENT ON COLUMN corrections.quote_start IS 'Offset of the number in that text, from 0.';
COMMENT ON COLUMN corrections.quote_end IS 'Offset after its last character.';
COMMENT ON COLUMN corrections.sentence_start IS 'Offset of the sentence that holds it; null where the claim has it.';
COMMENT ON COLUMN corrections.sentence_end IS 'Offset after that sentence.';
COMMENT ON COLUMN corrections.claim IS 'Claim of the rules that it is about; null where the rules give none.';
