-- What `whimbrel sql` and users' own programs may rely on: documented views over the tables.

-- One row a report as it stands.
CREATE VIEW reports AS
  SELECT id AS report_id, version, date, title, subtitle, category, url, publisher, author, language,
         length(text) AS characters, text,
         (SELECT count(*) FROM mention WHERE mention.report = report.row) AS mentions
  FROM report WHERE current;

-- One row a record as it stands.
CREATE VIEW mentions AS
  SELECT mention.id AS mention_id, report.id AS report_id,
         mention.event_id, mention.incident_id,
         report.date AS published, report.publisher,
         mention.event, mention.mode, mention.context, mention.cameo, mention.quad AS quad_code,
         mention.scale AS event_scale, mention.status, mention.date, mention.enddate, mention.date_precision,
         mention.place, mention.geonameid, mention.lat, mention.lon, mention.place_country, mention.resolution,
         mention.attributed, mention.confidence, mention.event_text, mention.part, mention.sequence,
         version.version
  FROM mention JOIN report ON report.row = mention.report JOIN version USING (seq);

-- One row a party of a record: side is actor, recipient or speaker.
CREATE VIEW parties AS
  SELECT mention.id AS mention_id, side, number, party.id AS entity_id, name, country, sector, role
  FROM party JOIN mention ON mention.row = party.mention;

-- One row an event: the record of it that is surest stands for it.
CREATE VIEW events AS
  SELECT best.event_id, best.incident_id, best.event, best.mode, best.cameo, best.quad AS quad_code,
         best.scale AS event_scale, best.status, best.date, best.enddate, best.date_precision,
         best.place, best.geonameid, best.lat, best.lon, best.place_country, best.resolution,
         best.confidence, best.event_text, best.id AS best_mention_id,
         counts.mentions, counts.reports, counts.sources
  FROM (SELECT mention.event_id, count(*) AS mentions, count(DISTINCT mention.report) AS reports,
               count(DISTINCT coalesce(report.publisher, report.id)) AS sources
        FROM mention JOIN report ON report.row = mention.report GROUP BY mention.event_id) AS counts
  JOIN mention AS best ON best.row = (SELECT row FROM mention AS one WHERE one.event_id = counts.event_id
                                      ORDER BY confidence DESC, row LIMIT 1);

-- One row a link of two reports: copy, cut, extended, rewrite, overlap.
CREATE VIEW report_links AS
  SELECT one.id AS report_id, other.id AS of_report_id, kind, score, reason
  FROM report_link JOIN linked_report AS one ON one.no = from_no JOIN linked_report AS other ON other.no = to_no;

-- One row a link of two mentions: of one event, or of events of one incident.
CREATE VIEW mention_links AS
  SELECT one.id AS mention_id, other.id AS of_mention_id, kind, copied, score, reason
  FROM mention_link JOIN mention AS one ON one.link = from_no JOIN linked_mention AS other ON other.no = to_no;

-- One row an ordered pair of countries of an event's parties.
CREATE VIEW dyads AS
  SELECT DISTINCT events.event_id, a.country AS actor_country, b.country AS recipient_country,
         events.event, events.quad_code, events.event_scale, events.status, events.date
  FROM events JOIN mention ON mention.id = events.best_mention_id
  JOIN party AS a ON a.mention = mention.row AND a.side = 'actor' AND a.country <> ''
  JOIN party AS b ON b.mention = mention.row AND b.side = 'recipient' AND b.country <> '';

-- One row a commitment: as the first report that told of it has it.
CREATE VIEW commitments AS
  SELECT commitment.id AS commitment_id, report.id AS report_id, event_id, kind,
         (SELECT group_concat(name, '; ') FROM (SELECT name FROM commitment_party WHERE commitment_party.commitment = commitment.row
           AND side = 'holder' ORDER BY number)) AS holders,
         (SELECT group_concat(name, '; ') FROM (SELECT name FROM commitment_party WHERE commitment_party.commitment = commitment.row
           AND side = 'target' ORDER BY number)) AS targets,
         status, strength, content, object, said, deadline, confidence,
         (SELECT count(*) FROM commitment AS told WHERE told.event_id = commitment.event_id
           AND told.kind = commitment.kind) AS reports
  FROM commitment JOIN report ON report.row = commitment.report WHERE first;

-- One row a position, as each report tells it.
CREATE VIEW positions AS
  SELECT position.id AS position_id, report.id AS report_id, actor_id, actor, country, issue, issue_key, stance,
         stance_word, day, confidence
  FROM position JOIN report ON report.row = position.report;

-- One row a version of anything: who wrote what, when and why.
CREATE VIEW versions AS SELECT seq, kind, id, version, at, by, why, body, hash FROM version;
