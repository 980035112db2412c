-- The ledger's tables. Times are RFC 3339 in UTC, days YYYY-MM-DD, offsets code points.
--
-- `version` is the only place that is never changed; every other table but `report` and `reply`
-- can be made again from it.

-- Each version of each thing that the ledger holds, chained by hashes (chain.rs).
CREATE TABLE version (
  seq     INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,     -- report, coding, record, commitment, position, review, reply
  id      TEXT NOT NULL,     -- of the thing, the same over its versions
  version INTEGER NOT NULL,  -- from 1
  at      TEXT NOT NULL,     -- when it was written
  by      TEXT NOT NULL,     -- the program's version, or a person
  why     TEXT NOT NULL,
  body    TEXT NOT NULL,     -- JSON; `null` where the thing was withdrawn
  hash    TEXT NOT NULL,
  UNIQUE (kind, id, version)
);
CREATE TRIGGER version_keeps BEFORE UPDATE ON version
BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
CREATE TRIGGER version_stays BEFORE DELETE ON version
BEGIN SELECT RAISE(ABORT, 'versions are never deleted'); END;

-- Reports, one row a version; the chain holds the hash of their contents.
CREATE TABLE report (
  row       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL,
  version   INTEGER NOT NULL,
  current   INTEGER NOT NULL,  -- 1 for the last version
  hash      TEXT NOT NULL,
  title     TEXT, subtitle TEXT, category TEXT, url TEXT, publisher TEXT, author TEXT,
  language  TEXT, date TEXT,
  text      TEXT NOT NULL,
  coder     TEXT NOT NULL,     -- that coded it last, so that nothing is coded twice
  UNIQUE (id, version)
);
CREATE INDEX report_date ON report (date) WHERE current;
CREATE VIRTUAL TABLE report_words USING fts5 (
  title, text, content = 'report', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);

-- Records as they stand now: what a report says of an event.
CREATE TABLE mention (
  row        INTEGER PRIMARY KEY,   -- `seq` of its first version as it came in, so never used twice
  id         TEXT NOT NULL UNIQUE,  -- of its first version
  seq        INTEGER NOT NULL REFERENCES version,
  report     INTEGER NOT NULL REFERENCES report,
  link       INTEGER NOT NULL,      -- its number among the linked mentions
  event_id   TEXT NOT NULL,         -- the event that it tells of: identifier of the first mention of it
  incident_id TEXT NOT NULL,        -- the incident that the event belongs to, likewise
  event      TEXT NOT NULL, mode TEXT NOT NULL, context TEXT NOT NULL, cameo TEXT NOT NULL,
  quad       INTEGER NOT NULL, scale REAL NOT NULL,
  status     TEXT NOT NULL,
  date       TEXT, enddate TEXT, date_precision TEXT NOT NULL,
  place      TEXT, geonameid TEXT, lat REAL, lon REAL, place_country TEXT, resolution INTEGER,
  attributed INTEGER NOT NULL,
  confidence REAL NOT NULL,
  event_text TEXT NOT NULL, part TEXT NOT NULL, sequence INTEGER NOT NULL, event_start INTEGER NOT NULL
);
CREATE INDEX mention_report ON mention (report);
CREATE INDEX mention_event ON mention (event_id);
CREATE INDEX mention_incident ON mention (incident_id);
CREATE INDEX mention_day ON mention (date, event);

-- The parties of the records as they stand now.
CREATE TABLE party (
  mention INTEGER NOT NULL REFERENCES mention ON DELETE CASCADE,
  side    TEXT NOT NULL,     -- actor, recipient, speaker
  number  INTEGER NOT NULL,  -- from 0
  id      TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL, sector TEXT NOT NULL, role TEXT,
  PRIMARY KEY (mention, side, number)
) WITHOUT ROWID;
CREATE INDEX party_id ON party (id) WHERE id <> '';
CREATE INDEX party_country ON party (country) WHERE country <> '';

-- Commitments and positions as they stand now; their versions in the chain hold the whole of them.
CREATE TABLE commitment (
  row      INTEGER PRIMARY KEY,   -- `seq` of its first version
  id       TEXT NOT NULL UNIQUE,
  seq      INTEGER NOT NULL REFERENCES version,
  report   INTEGER NOT NULL REFERENCES report,
  event_id TEXT NOT NULL,         -- the event by which it was made; its own identifier where there is none
  first    INTEGER NOT NULL,      -- 1 where no other report told of it before; only these are followed
  kind TEXT NOT NULL, status TEXT NOT NULL, strength TEXT NOT NULL, content TEXT, object TEXT,
  said TEXT, deadline TEXT, confidence REAL NOT NULL
);
CREATE INDEX commitment_report ON commitment (report);
CREATE INDEX commitment_event ON commitment (event_id);
CREATE TABLE commitment_party (
  commitment INTEGER NOT NULL REFERENCES commitment ON DELETE CASCADE,
  side TEXT NOT NULL,             -- holder, target
  number INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
  PRIMARY KEY (commitment, side, number)
) WITHOUT ROWID;
-- Whom to look at when something new comes in, the latest first: commitments of which something is still awaited,
-- and the first records of events that happened, by their parties' countries, or names where there is none.
CREATE TABLE awaited (
  key TEXT NOT NULL, commitment INTEGER NOT NULL, PRIMARY KEY (key, commitment)
) WITHOUT ROWID;
CREATE INDEX awaited_commitment ON awaited (commitment);
CREATE TABLE told (key TEXT NOT NULL, mention INTEGER NOT NULL, PRIMARY KEY (key, mention)) WITHOUT ROWID;
CREATE INDEX told_mention ON told (mention);
CREATE TABLE position (
  row      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  seq      INTEGER NOT NULL REFERENCES version,
  report   INTEGER NOT NULL REFERENCES report,
  actor_id TEXT NOT NULL, actor TEXT NOT NULL, country TEXT NOT NULL,
  issue TEXT NOT NULL, issue_key TEXT NOT NULL, stance INTEGER NOT NULL, stance_word TEXT NOT NULL,
  day TEXT, confidence REAL NOT NULL
);
CREATE INDEX position_report ON position (report);
CREATE INDEX position_issue ON position (issue_key);
CREATE INDEX position_actor ON position (actor);

-- What linking keeps (crate whimbrel-link): reports with their copy groups, mentions with what they say, lists of
-- numbers under keys. Mentions of records that were withdrawn stay here.
CREATE TABLE linked_report (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, grp INTEGER NOT NULL, day INTEGER, outline BLOB NOT NULL
);
CREATE INDEX linked_report_id ON linked_report (id);
CREATE TABLE linked_mention (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL, report INTEGER NOT NULL, grp INTEGER NOT NULL,
  event INTEGER NOT NULL, incident INTEGER NOT NULL, facts BLOB NOT NULL,
  event_id TEXT NOT NULL DEFAULT '', incident_id TEXT NOT NULL DEFAULT ''  -- at the usual thresholds
);
CREATE TABLE posting (
  list INTEGER NOT NULL, key INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (list, key, value)
) WITHOUT ROWID;

-- The links themselves, each to something that was added before.
CREATE TABLE report_link (
  from_no INTEGER NOT NULL, to_no INTEGER NOT NULL, kind TEXT NOT NULL, score REAL NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (from_no, to_no)
) WITHOUT ROWID;
CREATE INDEX report_link_to ON report_link (to_no);
CREATE TABLE mention_link (
  from_no INTEGER NOT NULL, to_no INTEGER NOT NULL,
  kind    TEXT NOT NULL,     -- event, incident
  copied  INTEGER NOT NULL,  -- 1 where it came through a copied sentence
  score REAL NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (from_no, kind)
) WITHOUT ROWID;

-- What readers wrote. Personal data stand here alone, never in the chain, so that they can be erased.
CREATE TABLE reply (
  row     INTEGER PRIMARY KEY,
  report  TEXT NOT NULL,
  mention TEXT,
  kind    TEXT NOT NULL,     -- comment, correction, source, dispute
  at      TEXT NOT NULL,
  name    TEXT, email TEXT,  -- NULL once erased
  comment TEXT,
  span_start INTEGER, span_end INTEGER, proposed TEXT,
  status  TEXT NOT NULL      -- held, published, refused, erased
);
CREATE INDEX reply_report ON reply (report);
