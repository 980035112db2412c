//! What an export's rows are: each record, or one for each report, event or incident, with its counts.

use crate::error::LedgerError;
use crate::panel::Count;
use crate::query::{Filter, Held};
use crate::store::Ledger;
use rusqlite::{Result, params_from_iter};
use rustc_hash::{FxHashMap, FxHashSet};
use whimbrel_link::{EVENT_THRESHOLD, INCIDENT_THRESHOLD};

/// What an export holds.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The records that count.
    pub filter: Filter,
    /// What a row is.
    pub unit: Count,
    /// Score from which on a link makes two mentions one event; without it the usual one.
    pub event_threshold: Option<f64>,
    /// Score from which on a link makes two events one incident; without it the usual one.
    pub incident_threshold: Option<f64>,
}

/// A row of an export.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// The record that stands for it: the surest, of equals the first.
    pub held: Held,
    /// Records of it.
    pub mentions: u64,
    /// Reports of it.
    pub reports: u64,
    /// Publishers of them; a report without one counts for itself.
    pub sources: u64,
    /// Day of the first report.
    pub first_seen: Option<String>,
    /// Where it is told, in the order of adding.
    pub tellings: Vec<Telling>,
}

/// A record of a row's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// The report.
    pub report: String,
    /// Where it was found.
    pub url: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// `title` or `text`.
    pub part: String,
    /// Number of the sentence, from 0.
    pub sequence: i64,
    /// First code point of the event's words.
    pub event_start: i64,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A mention, as far as grouping needs it.
struct Mention {
    row: i64,
    link: i64,
    report: i64,
    event: String,
    event_id: String,
    incident_id: String,
    confidence: f64,
    published: Option<String>,
    publisher: Option<String>,
}

#[derive(Default)]
struct Group {
    best: (f64, i64),
    rows: Vec<i64>,
    reports: FxHashSet<i64>,
    publishers: FxHashSet<String>,
    /// Reports that name no publisher.
    nameless: FxHashSet<i64>,
    first_seen: Option<String>,
}

impl Ledger {
    /// Hands over the rows of an export, in the order in which the first record of each was added, until `take`
    /// returns `false`. Memory grows with the number of records, not with their size.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn units(
        &self,
        selection: &Selection,
        take: &mut dyn FnMut(UnitRow) -> bool,
    ) -> Result<(), LedgerError> {
        let mut read = || -> Result<()> {
            for group in self.groups(selection)? {
                let Some(held) = self.record_at(group.best.1)? else { continue };
                let row = UnitRow {
                    held,
                    mentions: group.rows.len() as u64,
                    reports: group.reports.len() as u64,
                    sources: (group.publishers.len() + group.nameless.len()) as u64,
                    first_seen: group.first_seen,
                    tellings: self.tellings(&group.rows)?,
                };
                if !take(row) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|error| self.fail(error))
    }

    fn groups(&self, selection: &Selection) -> Result<Vec<Group>> {
        let links = self.links_where_needed(selection)?;
        let mut places: FxHashMap<String, usize> = FxHashMap::default();
        let mut groups: Vec<Group> = Vec::new();
        self.each_mention(&selection.filter, &mut |mention| {
            let key = key(&mention, selection, links.as_ref());
            let at = *places.entry(key).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            groups[at].add(mention);
        })?;
        Ok(groups)
    }

    fn each_mention(&self, filter: &Filter, take: &mut dyn FnMut(Mention)) -> Result<()> {
        let (condition, values) = filter.condition();
        let sql = format!(
            "SELECT mention.row, link, report, event, event_id, incident_id, confidence, report.date, publisher
             FROM mention JOIN report ON report.row = mention.report WHERE {condition} ORDER BY mention.row"
        );
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            take(Mention {
                row: row.get(0)?,
                link: row.get(1)?,
                report: row.get(2)?,
                event: row.get(3)?,
                event_id: row.get(4)?,
                incident_id: row.get(5)?,
                confidence: row.get(6)?,
                published: row.get(7)?,
                publisher: row.get(8)?,
            });
        }
        Ok(())
    }

    /// The links, where another threshold than the usual one is asked for.
    fn links_where_needed(&self, selection: &Selection) -> Result<Option<Links>> {
        if selection.event_threshold.is_none() && selection.incident_threshold.is_none() {
            return Ok(None);
        }
        let mut links = Links {
            event: FxHashMap::default(),
            incident: FxHashMap::default(),
            event_threshold: selection.event_threshold.unwrap_or(EVENT_THRESHOLD),
            incident_threshold: selection.incident_threshold.unwrap_or(INCIDENT_THRESHOLD),
        };
        let mut statement =
            self.db.prepare("SELECT from_no, to_no, kind = 'event', score FROM mention_link")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (from, to, is_event, score): (i64, i64, bool, f64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            if is_event {
                links.event.insert(from, (to, score));
            } else {
                links.incident.insert(from, (to, score));
            }
        }
        Ok(Some(links))
    }

    fn record_at(&self, row: i64) -> Result<Option<Held>> {
        let mut found = None;
        self.select_rows(
            "mention.row = ?1",
            vec![rusqlite::types::Value::Integer(row)],
            &mut |held| {
                found = Some(held);
                false
            },
        )?;
        Ok(found)
    }

    fn tellings(&self, rows: &[i64]) -> Result<Vec<Telling>> {
        let sql =
            "SELECT report.id, url, publisher, report.date, part, sequence, event_start, confidence
            FROM mention JOIN report ON report.row = mention.report WHERE mention.row = ?";
        let mut statement = self.db.prepare_cached(sql)?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Telling {
                report: row.get(0)?,
                url: row.get(1)?,
                publisher: row.get(2)?,
                published: row.get(3)?,
                part: row.get(4)?,
                sequence: row.get(5)?,
                event_start: row.get(6)?,
                confidence: row.get(7)?,
            })
        };
        rows.iter().map(|row| statement.query_row([row], read)).collect()
    }
}

impl Group {
    fn add(&mut self, mention: Mention) {
        if self.rows.is_empty() || mention.confidence > self.best.0 {
            self.best = (mention.confidence, mention.row);
        }
        self.rows.push(mention.row);
        self.reports.insert(mention.report);
        match mention.publisher {
            Some(publisher) => {
                self.publishers.insert(publisher);
            }
            None => {
                self.nameless.insert(mention.report);
            }
        }
        let earlier = |seen: &String| mention.published.as_ref().is_some_and(|day| day < seen);
        if self.first_seen.as_ref().is_none_or(earlier) && mention.published.is_some() {
            self.first_seen = mention.published;
        }
    }
}

/// What the mentions of a row have in common.
fn key(mention: &Mention, selection: &Selection, links: Option<&Links>) -> String {
    let event = || {
        links
            .map_or_else(|| mention.event_id.clone(), |links| links.event(mention.link).to_string())
    };
    let incident = || {
        links.map_or_else(
            || mention.incident_id.clone(),
            |links| links.incident(mention.link).to_string(),
        )
    };
    match selection.unit {
        Count::Mention => mention.row.to_string(),
        Count::Report => format!("{} {}", mention.report, mention.event),
        Count::Event => event(),
        Count::Incident => format!("{} {}", incident(), mention.event),
    }
}

/// The links of mentions to earlier ones, at most one of each kind.
struct Links {
    event: FxHashMap<i64, (i64, f64)>,
    incident: FxHashMap<i64, (i64, f64)>,
    event_threshold: f64,
    incident_threshold: f64,
}

impl Links {
    /// The first mention of a mention's event.
    fn event(&self, mut no: i64) -> i64 {
        while let Some(&(to, score)) = self.event.get(&no)
            && score >= self.event_threshold
        {
            no = to;
        }
        no
    }

    /// The first mention of a mention's incident.
    fn incident(&self, no: i64) -> i64 {
        let mut first = self.event(no);
        while let Some(&(to, score)) = self.incident.get(&first)
            && score >= self.incident_threshold
        {
            first = self.event(to);
        }
        first
    }
}
