-- What became of corrections, and how the rules stand against them.

CREATE VIEW stale_corrections AS
SELECT p.id AS paper_id, p.title, x.quote, x.occurrence, x.state, x.verdict, x.fields, x.said_by, x.said_at, x.why, x.sentence, x.suggested, x.correction
FROM corrections x JOIN papers p USING (paper)
WHERE x.state IN ('stale', 'contradicted', 'superseded');
COMMENT ON VIEW stale_corrections IS 'Corrections that are kept and not applied: state tells why.';

CREATE VIEW removed_claims AS
SELECT p.id AS paper_id, p.title, x.said_by, x.said_at, x.why, x.sentence, c.*
FROM corrections x JOIN papers p USING (paper) JOIN claims c USING (claim)
WHERE x.verdict = 'no_claim' AND NOT x.suggested AND x.state IN ('placed', 'moved');
COMMENT ON VIEW removed_claims IS 'What the rules read, and somebody has found to be no claim.';

CREATE MACRO reviewed(claim_numbers) AS TABLE
    SELECT count(*) AS claims, count(review) AS reviewed, count(*) FILTER (review = 'right') AS right_ones,
           count(*) FILTER (review IN ('corrected', 'added')) AS mended, count(*) FILTER (review = 'wrong') AS wrong_ones
    FROM current_claims WHERE list_contains(claim_numbers, claim);
COMMENT ON MACRO TABLE reviewed IS 'How many of some claims people have looked at, and what they found: FROM reviewed((SELECT list(claim) FROM results)).';
