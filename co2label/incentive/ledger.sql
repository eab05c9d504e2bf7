-- The statements of a points ledger, each under its name. Those whose names begin with make_ make its tables, in their order;
-- those that begin with check_ give a place and what is wrong there.

-- make_campaigns
CREATE TABLE campaigns (
    id TEXT PRIMARY KEY NOT NULL,
    terms TEXT NOT NULL
)

-- make_entries
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    booking TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'return', 'expiry')),
    grant_seq INTEGER NOT NULL REFERENCES entries (seq),
    campaign TEXT NOT NULL REFERENCES campaigns (id),
    member TEXT NOT NULL,
    day TEXT NOT NULL,
    grant_day TEXT NOT NULL,
    pieces INTEGER NOT NULL,
    points INTEGER NOT NULL,
    earned INTEGER NOT NULL,
    avoided_mg INTEGER NOT NULL,
    given INTEGER NOT NULL,
    request TEXT NOT NULL,
    digest TEXT NOT NULL
)

-- make_of_member
CREATE INDEX of_member ON entries (campaign, member, grant_day)

-- make_of_grant
CREATE INDEX of_grant ON entries (grant_seq)

-- make_of_campaign
CREATE INDEX of_campaign ON entries (campaign, seq)

-- make_campaigns_update
CREATE TRIGGER campaigns_UPDATE BEFORE UPDATE ON campaigns
BEGIN SELECT RAISE(ABORT, 'a ledger only grows: book a return'); END

-- make_campaigns_delete
CREATE TRIGGER campaigns_DELETE BEFORE DELETE ON campaigns
BEGIN SELECT RAISE(ABORT, 'a ledger only grows: book a return'); END

-- make_entries_update
CREATE TRIGGER entries_UPDATE BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'a ledger only grows: book a return'); END

-- make_entries_delete
CREATE TRIGGER entries_DELETE BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'a ledger only grows: book a return'); END

-- announce
INSERT INTO campaigns VALUES (:id, :terms) ON CONFLICT DO NOTHING

-- terms
SELECT terms FROM campaigns WHERE id = :id

-- all_terms
SELECT id, terms FROM campaigns

-- add
INSERT INTO entries
VALUES (:seq, :booking, :kind, :grant_seq, :campaign, :member, :day, :grant_day, :pieces, :points, :earned, :avoided_mg, :given,
    :request, :digest)

-- head
SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1

-- all_rows
SELECT * FROM entries ORDER BY seq

-- row
SELECT * FROM entries WHERE booking = :booking

-- rows_of_grant
SELECT * FROM entries
WHERE grant_seq = (SELECT seq FROM entries WHERE booking = :grant AND kind = 'grant') ORDER BY seq

-- open_grants
SELECT (SELECT booking FROM entries AS granted WHERE granted.seq = entries.grant_seq), sum(points)
FROM entries WHERE campaign = :campaign GROUP BY grant_seq HAVING sum(points) > 0 ORDER BY grant_seq

-- given
SELECT given FROM entries WHERE campaign = :campaign AND seq < :before ORDER BY seq DESC LIMIT 1

-- given_to_member
SELECT coalesce(sum(points), 0) FROM entries
WHERE kind <> 'expiry' AND seq < :before AND campaign = :campaign AND member = :member

-- given_on_day
SELECT coalesce(sum(points), 0) FROM entries
WHERE kind <> 'expiry' AND seq < :before AND campaign = :campaign AND member = :member AND grant_day = :day

-- balance
SELECT coalesce(sum(points), 0) FROM entries JOIN campaigns ON campaigns.id = campaign
WHERE member = :member AND coalesce(json_extract(terms, '$.points_expire'), '9999-12-31') >= :today

-- report
SELECT
    coalesce(sum(points) FILTER (WHERE kind = 'grant'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'return'), 0),
    -coalesce(sum(points) FILTER (WHERE kind = 'expiry'), 0),
    coalesce(sum(earned - points) FILTER (WHERE kind = 'grant'), 0),
    coalesce(sum(avoided_mg), 0),
    count(*) FILTER (WHERE kind = 'grant'),
    count(DISTINCT member),
    (SELECT json_extract(terms, '$.budget') FROM campaigns WHERE id = :campaign)
        - coalesce(sum(points) FILTER (WHERE kind <> 'expiry'), 0)
FROM entries WHERE campaign = :campaign

-- check_returns
SELECT 'entries[' || grant_seq || ']', 'more was taken back than was granted'
FROM entries GROUP BY grant_seq HAVING sum(points) < 0 OR sum(pieces) < 0 ORDER BY min(seq)

-- check_totals
SELECT 'entries[' || seq || ']', 'says that ' || given || ' points were given, and ' || total || ' were'
FROM (
    SELECT seq, given, sum(iif(kind = 'expiry', 0, points)) OVER (PARTITION BY campaign ORDER BY seq) AS total FROM entries
)
WHERE given <> total ORDER BY seq

-- check_limits
WITH counted AS (SELECT * FROM entries WHERE kind <> 'expiry'),
sums (campaign, cap, place, first, points) AS (
    SELECT campaign, '1 $.budget', campaign, min(seq), sum(points) FROM counted GROUP BY campaign
    UNION ALL
    SELECT campaign, '2 $.cap_per_member', campaign || ' ' || member, min(seq), sum(points)
    FROM counted GROUP BY campaign, member
    UNION ALL
    SELECT campaign, '3 $.cap_per_day', campaign || ' ' || member || ' ' || grant_day, min(seq), sum(points)
    FROM counted GROUP BY campaign, member, grant_day
)
SELECT place, points || ' points, and ' || json_extract(terms, substr(cap, 3)) || ' is the most'
FROM sums JOIN campaigns ON campaigns.id = campaign
WHERE points > json_extract(terms, substr(cap, 3)) ORDER BY campaigns.rowid, cap, first
