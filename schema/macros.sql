-- Small functions of the views. They come before the views in the file of the database.

CREATE MACRO arxiv_url(arxiv_id) AS 'https://arxiv.org/abs/' || arxiv_id;
COMMENT ON MACRO arxiv_url IS 'Address of a paper on arXiv; null for null.';

CREATE MACRO address_of(external_id) AS
    CASE split_part(external_id, ':', 1)
        WHEN 'pmid' THEN 'https://pubmed.ncbi.nlm.nih.gov/' || split_part(external_id, ':', 2) || '/'
        WHEN 'pmcid' THEN 'https://pmc.ncbi.nlm.nih.gov/articles/' || split_part(external_id, ':', 2) || '/'
        WHEN 'openalex' THEN 'https://openalex.org/' || split_part(external_id, ':', 2)
        WHEN 's2' THEN 'https://www.semanticscholar.org/paper/' || split_part(external_id, ':', 2)
    END;
COMMENT ON MACRO address_of IS 'Address of a paper at a service that has an identifier for it; null for services without pages.';

CREATE MACRO paper_url(arxiv_id, doi, external_ids, id) AS
    coalesce(
        arxiv_url(arxiv_id),
        'https://doi.org/' || doi,
        list_filter(list_transform(external_ids, lambda each: address_of(each)), lambda each: each IS NOT NULL)[1],
        CASE WHEN regexp_matches(id, '^https?://[^\s]+$') THEN id END
    );
COMMENT ON MACRO paper_url IS 'Address of a paper: on arXiv, by its DOI, at the service that it was read from, or its identifier where that is an address.';

CREATE MACRO is_withdrawn(comments, abstract) AS
    regexp_matches(coalesce(comments, ''), '\b(?:withdrawn|withdrew|retracted|retraction)\b', 'i')
    OR regexp_matches(
        abstract,
        '^\W*(?:withdrawn|retracted)\b|\b(?:paper|article|preprint|manuscript|submission|work)\b[^.]{0,30}\b(?:been|was|is)\s+(?:withdrawn|retracted)\b',
        'i'
    );
COMMENT ON MACRO is_withdrawn IS 'Whether comments or abstract say that a paper has been withdrawn or retracted.';

CREATE MACRO paper_date(date, arxiv_id) AS
    coalesce(
        date,
        TRY_CAST(
            regexp_replace(
                regexp_replace(arxiv_id, '^(?:[a-z.-]+/)?([0-9]{2})([0-9]{2})(?:\.[0-9]{4,5}|[0-9]{3})$', '20\1-\2-01', 'i'),
                '^20(9[0-9])', '19\1'
            ) AS DATE
        )
    );
COMMENT ON MACRO paper_date IS 'Date of a paper; the month that its identifier on arXiv tells, where no source gives one.';

-- A dollar sign at the beginning is money; LaTeX keeps its own outside of a quote, or has two of them.
CREATE MACRO plain(quote) AS
    quote
    .regexp_replace('^\\?\$([0-9])', chr(1) || '\1')
    .replace('\$', '')
    .regexp_replace('\\(?:math|text)?(?:rm|bf|it|sf|tt)?\{([^{}]*)\}', '\1', 'g')
    .translate('${}', '')
    .regexp_replace('\\(?:[,;:! ]|quad|text|mathrm|mathbf)', ' ', 'g')
    .regexp_replace('\s*\\(?:times|x\b)|([0-9])times\b', '\1x', 'g')
    .regexp_replace('\\(?:sim|approx)(?:eq)?', '~', 'g')
    .regexp_replace('\s*\\pm\s*', ' ± ', 'g')
    .regexp_replace('\\mu\s*', 'µ', 'g')
    .regexp_replace('([0-9])~\s*([A-Za-zµ])', '\1 \2', 'g')
    .replace('\', '')
    .regexp_replace('\s+', ' ', 'g')
    .regexp_replace(' x($|[^A-Za-z])', 'x\1', 'g')
    .replace(chr(1), '$')
    .trim();
COMMENT ON MACRO plain IS 'A quote without LaTeX: 3.09$\times$ becomes 3.09x.';

CREATE MACRO claimed(quote, bound, statistic) AS
    CASE bound
        WHEN 'up_to' THEN 'up to ' WHEN 'at_least' THEN 'at least '
        WHEN 'less_than' THEN 'less than ' WHEN 'approx' THEN 'about ' ELSE ''
    END || plain(quote) || CASE WHEN statistic IS NULL THEN '' ELSE ' (' || statistic || ')' END;
COMMENT ON MACRO claimed IS 'A quote with its qualifier and statistic: up to 2.4x, 73% (mean).';

CREATE MACRO kind_of(bound, statistic, lo, hi) AS
    CASE
        WHEN statistic IN ('mean', 'geomean', 'median') THEN 'average'
        WHEN bound = 'up_to' OR statistic = 'max' THEN 'best case'
        WHEN hi IS DISTINCT FROM lo THEN 'range'
        ELSE 'single'
    END;
COMMENT ON MACRO kind_of IS 'Whether a number is an average, a best case, a range or a single value: what must not be ranked as one.';

CREATE MACRO name_key(name) AS regexp_replace(lower(name), '[^a-z0-9]+', '', 'g');
COMMENT ON MACRO name_key IS 'A name without case, spaces and punctuation, to group its spellings.';

CREATE MACRO names_disagree(first_names, other_names) AS
    len(first_names) > 0 AND len(other_names) > 0 AND len(list_filter(
        first_names, lambda x: len(list_filter(other_names, lambda y: contains(name_key(x), name_key(y)) OR contains(name_key(y), name_key(x)))) > 0
    )) = 0;
COMMENT ON MACRO names_disagree IS 'Whether two lists of names both name something, and no name of one is a part of one of the other.';

CREATE MACRO spelled(words) AS
    ' ' || trim(regexp_replace(regexp_replace(lower(words), '([a-z])([0-9])', '\1 \2', 'g'), '[^a-z0-9]+', ' ', 'g')) || ' ';
COMMENT ON MACRO spelled IS 'Words between single spaces, to look for one in another: Top-1, top 1 and top1 are one.';

CREATE MACRO holds_first_word(words, asked) AS contains(lower(words), split_part(trim(spelled(asked)), ' ', 1));
COMMENT ON MACRO holds_first_word IS 'Whether words hold the first word of others as letters: cheap, and true wherever all of them stand there.';

CREATE MACRO is_possible(metric_id, value, unit_id) AS
    unit_id IS DISTINCT FROM 'percent' OR value <= 100
    OR metric_id NOT IN (SELECT m.metric FROM metrics m WHERE m.scale = 'percent' AND m.better = 'more');
COMMENT ON MACRO is_possible IS 'Whether a level can be true: no accuracy is above 100 percent.';

-- Few phrases hold the letters: those alone are worth a pattern.
CREATE MACRO contains_word(words, name) AS
    contains(lower(words), lower(name))
    AND regexp_matches(lower(words), '(^|[^a-z0-9])' || regexp_escape(lower(name)) || '($|[^a-z0-9])');
COMMENT ON MACRO contains_word IS 'Whether a phrase contains a word; unlike names(), it finds llama in LLaMA-2-7B.';

CREATE MACRO names(words, name) AS
    contains(lower(words), lower(name))
    AND regexp_matches(lower(words), '(^|[^a-z0-9-])' || regexp_escape(lower(name)) || '($|[^a-z0-9-])');
COMMENT ON MACRO names IS 'Whether a phrase names a thing as a whole word: names(''the A100 GPU'', ''a100''); a hyphen belongs to the word.';

CREATE MACRO system_key(words) AS
    name_key(coalesce(
        nullif(
            regexp_replace(
                regexp_replace(
                    words,
                    '^((the|an?|original|vanilla|standard|existing|plain|baseline|prior|previous|recent|state-of-the-art|sota)\s+)+',
                    '', 'i'
                ),
                '(\s+(accelerators?|algorithms?|approach|architecture|baselines?|compiler|frameworks?|implementations?|kernels?|library|methods?|models?|simulator|systems?))+$',
                '', 'i'
            ),
            ''
        ),
        words
    ));
COMMENT ON MACRO system_key IS 'What a system is recognised by: the vanilla CARMA framework and CARMA are one.';

CREATE MACRO canonical_key(words) AS
    coalesce(
        (SELECT any_value(name_key(b.name)) FROM baselines b
         WHERE list_contains(list_transform(list_append(b.aliases, b.name), lambda alias: name_key(alias)), name_key(words))),
        system_key(words)
    );
COMMENT ON MACRO canonical_key IS 'The key of the system that a name stands for: canonical_key(''FA2'') is that of FlashAttention-2.';
