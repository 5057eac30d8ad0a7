-- DuckDB over the JSON lines of `watch --format json`, one file a counter: which reader fails, with what.
SELECT
    regexp_extract(filename, '([^/]+)/[^/]*$', 1) AS counter,
    source.reader AS reader,
    count(*) AS cards,
    count(*) FILTER (verdict = 'unchecked') AS unchecked,
    round(median(exchange.millis)) AS median_ms,
    mode(findings[1].id) FILTER (verdict = 'unchecked') AS finding
FROM read_json('*/watch.jsonl', format = 'newline_delimited', union_by_name = true, filename = true)
WHERE schema = 'mynacheck.report.v1'
GROUP BY ALL
ORDER BY unchecked DESC, counter;
