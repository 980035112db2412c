//! Panels: events counted by unit and month, with zero rows where nothing was found, and missing values
//! where nothing was read.
//!
//! SQLite counts. A row of a panel is a unit (a country, an ordered pair of countries, an actor, a cell of
//! PRIO-GRID) and a month, from the first month of a report or event to the last. A month in which no report
//! was published is not covered: where later reports tell of no event in it, its counts are missing, not zero.
//! Events before the first month or after the last are in no row.

use crate::error::LedgerError;
use crate::rows::{Cell, Column, Kind};
use crate::store::Ledger;

/// What a panel's rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A country and a month; `role` says what makes an event one of a country.
    CountryMonth,
    /// A directed dyad and a month: who did it, to whom. Only dyads that occur have rows.
    DyadMonth,
    /// Who did it, and a month: a registry identifier, or a name where there is none.
    ActorMonth,
    /// A cell of PRIO-GRID and a month; only places exact to the district or better count.
    GridMonth,
}

/// What makes an event one of a country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// A party or the place is the country's: the event counts once for each country in it.
    #[default]
    Any,
    /// An actor is.
    Actor,
    /// A recipient is.
    Recipient,
    /// The place is.
    Place,
}

/// What counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// A report's events of one type.
    Report,
    /// Each record.
    Mention,
    /// Each event, told by however many reports; its surest record stands for it.
    #[default]
    Event,
    /// Each incident's events of one type.
    Incident,
}

impl Count {
    /// What the records of one have in common.
    fn key(self) -> &'static str {
        match self {
            Self::Report => "mention.report || ' ' || mention.event",
            Self::Mention => "mention.row",
            Self::Event => "mention.event_id",
            Self::Incident => "mention.incident_id || ' ' || mention.event",
        }
    }
}

/// What a panel holds.
#[derive(Clone, Debug)]
pub struct Panel {
    /// What its rows are.
    pub unit: Unit,
    /// What makes an event one of a country (country-months).
    pub role: Role,
    /// What counts as one.
    pub count: Count,
    /// The status of the records that count; `None` for all.
    pub status: Option<String>,
    /// Least confidence of the records that count.
    pub confidence: f64,
    /// First month, `YYYY-MM`; without it that of the first report.
    pub from: Option<String>,
    /// Last month; without it that of the last report.
    pub to: Option<String>,
}

impl Panel {
    /// Returns a panel of the events that happened, whatever their confidence, over all months.
    #[must_use]
    pub fn of(unit: Unit) -> Self {
        Self {
            unit,
            role: Role::default(),
            count: Count::default(),
            status: Some("actual".to_owned()),
            confidence: 0.0,
            from: None,
            to: None,
        }
    }
}

/// PLOVER's types, in the order of their quads.
const TYPES: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];

/// Codes of parties that are no countries.
const NO_COUNTRIES: &str = "'IGO', 'UNO', 'EUR', 'NGO', 'ISM', 'IMG', 'MNC'";

impl Ledger {
    /// Counts the ledger's events as a panel, its rows ordered by unit and month.
    ///
    /// # Errors
    /// Where the ledger cannot be read.
    pub fn panel(
        &self,
        panel: &Panel,
        take: &mut dyn FnMut(&[Cell]) -> bool,
    ) -> Result<(), LedgerError> {
        let values = [
            panel.status.clone().map_or(Cell::Missing, Cell::Text),
            Cell::Real(panel.confidence),
            panel.from.clone().map_or(Cell::Missing, Cell::Text),
            panel.to.clone().map_or(Cell::Missing, Cell::Text),
        ];
        self.rows(&sql(panel), &values, take).map_err(|error| self.fail(error))
    }
}

/// Returns the columns of a panel's rows.
#[must_use]
pub fn columns(unit: Unit) -> Vec<Column> {
    let column = |name: &str, kind, about: &str| Column {
        name: name.to_owned(),
        kind,
        about: about.to_owned(),
    };
    let mut all: Vec<Column> =
        units(unit).iter().map(|&(name, kind, about)| column(name, kind, about)).collect();
    all.push(column("month", Kind::Text, "YYYY-MM"));
    all.push(column("month_id", Kind::Integer, "Months from 1980-01, which is 1"));
    all.push(column(
        "covered",
        Kind::Flag,
        "Whether a report was published in the month; if not, and nothing was told of it later, the counts are missing",
    ));
    all.push(column("n_reports", Kind::Integer, "Reports published in the month, of all units"));
    all.push(column("n", Kind::Integer, "Events of the unit in the month"));
    let quads =
        ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];
    for (at, quad) in quads.iter().enumerate() {
        all.push(column(&format!("quad_{}", at + 1), Kind::Integer, &format!("Of them {quad}")));
    }
    for name in TYPES {
        let about = format!("Of them {name}");
        all.push(column(&format!("n_{}", name.to_lowercase()), Kind::Integer, &about));
    }
    all.push(column("scale_sum", Kind::Real, "Sum of their scale, PLOVER's, -10 to 10"));
    all.push(column("scale_mean", Kind::Real, "Mean of it; missing without events"));
    all.push(column("per_1000_reports", Kind::Real, "n by a thousand reports of the month"));
    all
}

/// Which unit each of the things counted belongs to: a table `member (one, unit columns)`.
fn members(panel: &Panel) -> String {
    let party = |side: &str| {
        format!(
            "SELECT counted.row AS one, party.country FROM counted JOIN party ON party.mention = counted.row
             WHERE party.side = '{side}' AND party.country <> '' AND party.country NOT IN ({NO_COUNTRIES})"
        )
    };
    let place = "SELECT row AS one, place_country FROM counted WHERE place_country <> ''";
    match (panel.unit, panel.role) {
        (Unit::CountryMonth, Role::Any) => {
            format!("{} UNION {} UNION {place}", party("actor"), party("recipient"))
        }
        (Unit::CountryMonth, Role::Actor) => format!("SELECT DISTINCT * FROM ({})", party("actor")),
        (Unit::CountryMonth, Role::Recipient) => {
            format!("SELECT DISTINCT * FROM ({})", party("recipient"))
        }
        (Unit::CountryMonth, Role::Place) => place.to_owned(),
        (Unit::DyadMonth, _) => "SELECT DISTINCT counted.row, a.country, b.country FROM counted
             JOIN party AS a ON a.mention = counted.row AND a.side = 'actor' AND a.country <> ''
             JOIN party AS b ON b.mention = counted.row AND b.side = 'recipient' AND b.country <> ''"
            .to_owned(),
        (Unit::ActorMonth, _) => "SELECT counted.row, CASE party.id WHEN '' THEN party.name ELSE party.id END,
                min(party.name)
             FROM counted JOIN party ON party.mention = counted.row AND party.side = 'actor'
             WHERE party.name <> '' GROUP BY 1, 2"
            .to_owned(),
        // Row and column of the cell counted from the south-west, as PRIO-GRID's documentation has it.
        (Unit::GridMonth, _) => "SELECT row, min(CAST((lat + 90) / 0.5 AS INTEGER), 359) * 720
                + min(CAST((lon + 180) / 0.5 AS INTEGER), 719) + 1
             FROM counted WHERE resolution >= 3 AND lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180"
            .to_owned(),
    }
}

fn sql(panel: &Panel) -> String {
    let names: Vec<&str> = units(panel.unit).iter().map(|unit| unit.0).collect();
    let unit = names.join(", ");
    // An actor's name may differ between reports: one of them stands in all its rows.
    let (keys, shown) = match panel.unit {
        Unit::ActorMonth => ("actor".to_owned(), "actor, min(actor_name) AS actor_name"),
        _ => (unit.clone(), unit.as_str()),
    };
    let on = keys
        .split(", ")
        .map(|key| format!("found.{key} = unit.{key}"))
        .collect::<Vec<_>>()
        .join(" AND ");
    let listed = names.iter().map(|name| format!("unit.{name}")).collect::<Vec<_>>().join(", ");
    // What a later report tells of a month without reports of its own still counts.
    let covered = |value: &str| format!("CASE WHEN covered OR n IS NOT NULL THEN {value} END");
    let quads: Vec<String> = (1..=4)
        .map(|quad| covered(&format!("coalesce(quad_{quad}, 0)")))
        .chain(TYPES.map(|name| covered(&format!("coalesce(n_{}, 0)", name.to_lowercase()))))
        .collect();
    let sums: Vec<String> = (1..=4)
        .map(|quad| format!("sum(quad = {quad}) AS quad_{quad}"))
        .chain(TYPES.map(|name| format!("sum(event = '{name}') AS n_{}", name.to_lowercase())))
        .collect();
    format!(
        "WITH RECURSIVE
         chosen AS (
           SELECT row, event, quad, scale, date, place_country, lat, lon, resolution,
                  row_number() OVER (PARTITION BY {key} ORDER BY confidence DESC, row) AS place
           FROM mention
           WHERE date IS NOT NULL AND (?1 IS NULL OR status = ?1) AND confidence >= ?2
             AND (?3 IS NULL OR substr(date, 1, 7) >= ?3) AND (?4 IS NULL OR substr(date, 1, 7) <= ?4)),
         counted AS (SELECT * FROM chosen WHERE place = 1),
         volume AS (
           SELECT substr(date, 1, 7) AS month, count(*) AS n_reports FROM report
           WHERE current AND date IS NOT NULL GROUP BY 1),
         months (month) AS (
           SELECT coalesce(?3, (SELECT min(month) FROM volume))
           UNION ALL
           SELECT strftime('%Y-%m', month || '-01', '+1 month') FROM months
           WHERE month < coalesce(?4, (SELECT max(month) FROM volume))),
         member (one, {unit}) AS ({members}),
         unit AS (SELECT {shown} FROM member GROUP BY {keys}),
         found AS (
           SELECT {shown}, substr(date, 1, 7) AS month, count(*) AS n, sum(scale) AS scale_sum,
                  avg(scale) AS scale_mean, {sums}
           FROM member JOIN counted ON counted.row = member.one GROUP BY {keys}, substr(date, 1, 7)),
         whole AS (
           SELECT {listed}, months.month,
                  (CAST(substr(months.month, 1, 4) AS INTEGER) - 1980) * 12
                    + CAST(substr(months.month, 6, 2) AS INTEGER) AS month_id,
                  volume.n_reports IS NOT NULL AS covered, coalesce(volume.n_reports, 0) AS n_reports, found.*
           FROM unit CROSS JOIN months
           LEFT JOIN volume ON volume.month = months.month
           LEFT JOIN found ON {on} AND found.month = months.month
           WHERE months.month IS NOT NULL)
         SELECT {unit}, month, month_id, covered, n_reports, {n}, {quads}, {sum}, {mean}, {rate}
         FROM whole ORDER BY {keys}, month",
        key = panel.count.key(),
        members = members(panel),
        sums = sums.join(", "),
        n = covered("coalesce(n, 0)"),
        quads = quads.join(", "),
        sum = covered("coalesce(scale_sum, 0.0)"),
        mean = covered("scale_mean"),
        rate = covered("coalesce(n, 0) * 1000.0 / n_reports"),
    )
}

fn units(unit: Unit) -> &'static [(&'static str, Kind, &'static str)] {
    match unit {
        Unit::CountryMonth => &[("country", Kind::Code, "Country, ISO 3166-1 alpha-3")],
        Unit::DyadMonth => &[
            ("actor_country", Kind::Code, "Who did it: a country, or IGO UNO EUR NGO ISM IMG MNC"),
            ("recipient_country", Kind::Code, "To whom, likewise"),
        ],
        Unit::ActorMonth => &[
            ("actor", Kind::Text, "Who did it: identifier in the registry, else the name"),
            ("actor_name", Kind::Text, "The name"),
        ],
        Unit::GridMonth => &[("gid", Kind::Integer, "Cell of PRIO-GRID, half a degree wide")],
    }
}
