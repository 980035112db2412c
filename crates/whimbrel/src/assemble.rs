//! From coded events to records: parties resolved, times and places tied to their events, every
//! field of the contract filled.

use crate::bind;
use crate::confidence;
use crate::doubt;
use crate::judged::{Finding, Findings};
use crate::land;
use crate::pipeline::{Pipeline, Read};
use crate::politics::{self, Setting};
use crate::record::{
    Attribution, CiteInfo, Entity, EventRecord, Location, Size, TextInfo, record_id,
};
use crate::retold::{self, Telling};
use jiff::civil::Date;
use std::ops::Range;
use whimbrel_codebook::{EventType, Status};
use whimbrel_events::CodedEvent;
use whimbrel_judge::Gist;
use whimbrel_judge::Signs;
use whimbrel_resolve::place::{self, PlaceMention};
use whimbrel_resolve::size::SizeMention;
use whimbrel_resolve::when::{self, Precision, TimeMention};
use whimbrel_text::{ActorClass, Name, NameKind, Part, Sentence, Span, Tree, Upos};

/// Days after which an event is history rather than news: PLOVER's auxiliary mode names no bound,
/// a year keeps "a year ago today" apart from what the report is about.
const HISTORY_DAYS: i32 = 365;

/// Returns the records of all sentences in order.
pub(crate) fn records(
    pipeline: &Pipeline,
    read: &Read<'_>,
    findings: &[Findings],
) -> Vec<EventRecord> {
    let mut records = retold::fold(tellings(pipeline, read, findings));
    if let Some(judge) = pipeline.judge().filter(|_| !records.is_empty()) {
        let gist = Gist::new(&read.sentences, &read.states);
        doubt::weigh(&mut records, judge.topic().odds(&gist));
        doubt::settle(&mut records, read.sentences.len());
    }
    for record in &mut records {
        record.id = record_id(record);
    }
    records
}

/// Returns the events of all sentences as records that are not folded yet.
pub(crate) fn tellings(
    pipeline: &Pipeline,
    read: &Read<'_>,
    findings: &[Findings],
) -> Vec<Telling> {
    let mut tellings = Vec::new();
    let cues = &pipeline.codebook().cues;
    let of_sport = politics::is_of_sport(cues, read.report.category.as_deref(), &read.sentences);
    if findings.iter().all(|findings| findings.events.is_empty()) {
        return tellings;
    }
    let places = place::places_of_report(pipeline.registry(), &read.sentences);
    let times = when::times(&read.sentences, read.report.date);
    for (at, findings) in findings.iter().enumerate() {
        if findings.events.is_empty() {
            continue;
        }
        let scene = Scene::new(pipeline, read, at, &times[at], &places[at], of_sport);
        tellings.extend(findings.events.iter().filter_map(|finding| scene.telling(finding)));
    }
    tellings
}

/// A sentence with all that was found in it beside the events.
struct Scene<'a> {
    pipeline: &'a Pipeline,
    read: &'a Read<'a>,
    at: usize,
    sentence: &'a Sentence,
    tree: Tree<'a>,
    times: &'a [TimeMention],
    places: &'a [PlaceMention],
    sizes: Vec<SizeMention>,
    /// Whether the report is of sport.
    of_sport: bool,
}

impl<'a> Scene<'a> {
    fn new(
        pipeline: &'a Pipeline,
        read: &'a Read<'a>,
        at: usize,
        times: &'a [TimeMention],
        places: &'a [PlaceMention],
        of_sport: bool,
    ) -> Self {
        let sentence = &read.sentences[at];
        Self {
            pipeline,
            read,
            at,
            sentence,
            tree: Tree::new(sentence),
            times,
            places,
            sizes: whimbrel_resolve::size::sizes(sentence),
            of_sport,
        }
    }

    /// Returns the record of an event; none where both parties turn out to be nobody, or where what
    /// is told is no political event.
    fn record(&self, finding: &Finding) -> Option<(EventRecord, Signs)> {
        let event = &finding.event;
        let mut actor = self.entities(&event.actors);
        let mut recipient = self.entities(&event.recipients);
        recipient.retain(|entity| !actor.iter().any(|a| is_same(a, entity)));
        if actor.is_empty() && recipient.is_empty() {
            return None;
        }
        let setting = Setting::new(self.sentence, &self.pipeline.codebook().cues);
        if setting.is_private(actor.iter().chain(&recipient))
            || setting.is_plot()
            || setting.is_sport(self.of_sport, actor.iter().chain(&recipient))
            || (self.read.part(self.at) == Part::Text
                && !actor.iter().chain(&recipient).any(is_somebody)
                && setting.is_general(event.trigger))
        {
            return None;
        }
        let event_loc = self.place(event);
        if actor.is_empty() {
            actor.extend(event_loc.iter().find_map(|place| {
                land::authorities(event, place).map(|state| self.identified(state, place))
            }));
        }
        if recipient.is_empty() && actor.len() == 1 {
            let land = match &event_loc {
                Some(_) if self.is_where_said(event) => None,
                Some(place) => {
                    let land = land::listed(event, &actor[0], place);
                    land.map(|land| self.identified(land, place))
                }
                None => self.unlisted_land(event, &actor[0]),
            };
            recipient.extend(land);
        }
        let ontology = &self.pipeline.codebook().ontology;
        let when = self.when(event);
        let (status, status_text) = self.status(event, &when);
        let span = self.tree.cover(&event.words);
        let mode: Vec<String> = event.mode.iter().map(ToString::to_string).collect();
        let signs = signs(finding, &actor, &recipient);
        let calibration = self.pipeline.judge().map(|judge| judge.calibration());
        let record = EventRecord {
            id: String::new(),
            date: when.start.map(|d| d.to_string()),
            enddate: when.end.map(|d| d.to_string()),
            date_text: when.text,
            date_precision: when.precision.to_owned(),
            event: event.event.code().to_owned(),
            event_scale: ontology.score(event.event, mode.first().map(String::as_str)),
            quad_code: ontology.info(event.event).quad,
            mode,
            context: event.context.iter().map(ToString::to_string).collect(),
            cameo: event.cameo.to_string(),
            event_text: self.text_of(span),
            event_start: span.start,
            event_end: span.end,
            actor,
            recipient,
            event_loc,
            size: self.sizes(event),
            status: status.name().to_owned(),
            status_text,
            attribution: self.attribution(event),
            confidence: confidence::of_record(calibration, &signs),
            reason: finding.reason(self.pipeline.codebook()),
            text: self.text_of(self.sentence.span),
            text_info: self.text_info(),
            mentions: Vec::new(),
            cite_info: self.cite_info(),
            coder: self.pipeline.version(),
            coded_date: None,
        };
        Some((record, signs))
    }

    /// The event's record with what decides whether an earlier record told of it already.
    fn telling(&self, finding: &Finding) -> Option<Telling> {
        let (record, signs) = self.record(finding)?;
        let trigger = finding.event.trigger;
        let points_back = |kid: usize| {
            let lemma = self.tree.token(kid).lemma.to_lowercase();
            matches!(lemma.as_str(), "the" | "this" | "that" | "these" | "those")
        };
        let is_noun = matches!(self.tree.token(trigger).upos, Upos::Noun | Upos::Propn);
        Some(Telling {
            definite: is_noun && self.tree.children_by(trigger, "det").any(points_back),
            mutual: finding.is_mutual(self.pipeline.codebook()),
            record,
            signs,
        })
    }

    fn text_of(&self, span: Span) -> String {
        let source = match self.read.part(self.at) {
            Part::Title => &self.read.title,
            Part::Text => &self.read.text,
        };
        source.slice(span).to_owned()
    }

    fn entities(&self, heads: &[usize]) -> Vec<Entity> {
        self.entities_in(self.at, heads)
    }

    fn entities_in(&self, sentence: usize, heads: &[usize]) -> Vec<Entity> {
        let mut found: Vec<Entity> = Vec::new();
        for &head in heads {
            for resolved in self.read.mentions.entities(sentence, head) {
                let new = entity(resolved);
                if !found.iter().any(|other| is_same(other, &new)) {
                    found.push(new);
                }
            }
        }
        found
    }

    fn status(&self, event: &CodedEvent, when: &When) -> (Status, Option<String>) {
        let words = event.status_words.iter().map(|&at| self.sentence.tokens[at].form.as_str());
        let words: Vec<&str> = words.collect();
        let text = (!words.is_empty()).then(|| words.join(" "));
        let published = self.read.report.date;
        let long_ago = when
            .end
            .or(when.start)
            .zip(published)
            .is_some_and(|(end, published)| (published - end).get_days() > HISTORY_DAYS);
        if event.status == Status::Actual && long_ago && when.text.is_some() {
            return (Status::Historical, when.text.clone());
        }
        (event.status, text)
    }

    /// When the event happened: the time expression nearest to it in its clause; without one, the
    /// day of publication with precision `unknown`, unless the event did not (yet) happen.
    fn when(&self, event: &CodedEvent) -> When {
        let head = |time: &TimeMention| self.sentence.head_of(&time.tokens);
        let tokens: Vec<usize> = self.times.iter().map(head).collect();
        if let Some(item) = bind::nearest(&self.tree, event.trigger, &tokens) {
            let time = &self.times[item];
            return When {
                start: time.start,
                end: time.end.filter(|end| Some(*end) != time.start),
                text: Some(time.text.clone()),
                precision: precision_name(time.precision),
            };
        }
        let open = matches!(event.status, Status::Actual);
        let start = self.read.report.date.filter(|_| open);
        When { start, end: None, text: None, precision: "unknown" }
    }

    /// Where it happened: the place nearest to the event in its clause that is said to be the
    /// place, not a party.
    fn place(&self, event: &CodedEvent) -> Option<Location> {
        let token = self.place_token(event)?;
        self.places.iter().find(|place| place.token == token).map(location)
    }

    /// The token of that place.
    fn place_token(&self, event: &CodedEvent) -> Option<usize> {
        let is_party =
            |token: usize| event.actors.contains(&token) || event.recipients.contains(&token);
        let is_scene = |place: &&PlaceMention| {
            !place.denied && !is_party(place.token) && self.is_locative(place.token)
        };
        let tokens: Vec<usize> =
            self.places.iter().filter(is_scene).map(|place| place.token).collect();
        bind::nearest(&self.tree, event.trigger, &tokens).map(|item| tokens[item])
    }

    /// Whether the place of a promise is where it was made: "pledged at a rally in Ohio to leave".
    fn is_where_said(&self, event: &CodedEvent) -> bool {
        let Some(at) = self.place_token(event).filter(|_| event.event == EventType::Agree) else {
            return false;
        };
        let path = std::iter::once(at).chain(self.tree.ancestors(at));
        let below = path.take_while(|&up| up != event.trigger).last();
        below.is_some_and(|below| {
            self.tree.token(below).rel() == "obl" && self.tree.head(below) == Some(event.trigger)
        })
    }

    /// The nearest place that the gazetteer lacks, as what suffers an event there: its words alone.
    fn unlisted_land(&self, event: &CodedEvent, actor: &Entity) -> Option<Entity> {
        if !land::is_done_to_place(event) {
            return None;
        }
        let head = |name: &Name| {
            Some(self.sentence.head_of(&name.tokens)).filter(|head| self.is_locative(*head))
        };
        let names = self.sentence.names.iter().filter(|name| name.kind == NameKind::Place);
        let words = |tokens: Range<usize>| {
            let span = self.tree.cover(&tokens.clone().collect::<Vec<usize>>());
            (self.sentence.words(tokens), span)
        };
        let mut places: Vec<(usize, (String, Span))> =
            names.filter_map(|name| Some((head(name)?, words(name.tokens.clone())))).collect();
        // "in the town", "in several areas"
        let described = (0..self.sentence.tokens.len()).filter(|&at| {
            self.tree.token(at).upos == Upos::Noun
                && self.read.mentions.class(self.at, at) == ActorClass::Place
                && self.is_locative(at)
        });
        for at in described {
            let first = self.tree.children(at).next().map_or(at, |kid| kid.min(at));
            let first = if self.tree.token(first).rel() == "case" { first + 1 } else { first };
            places.push((at, words(first..at + 1)));
        }
        let heads: Vec<usize> = places.iter().map(|(head, _)| *head).collect();
        let (_, (words, span)) =
            places.swap_remove(bind::nearest(&self.tree, event.trigger, &heads)?);
        land::unlisted(words, span, actor)
    }

    /// A land with its identifier in Wikidata, where it is a whole state.
    fn identified(&self, land: Entity, place: &Location) -> Entity {
        let is_state = land.entity_name == place.country;
        let id = if is_state { self.pipeline.registry().wikidata_id(&land.entity_id) } else { "" };
        Entity { wikidata_id: id.to_owned(), ..land }
    }

    fn is_locative(&self, token: usize) -> bool {
        let case = self.tree.children_by(token, "case").next();
        let case = case.map(|at| self.tree.token(at).lemma.to_lowercase());
        case.is_some_and(|case| {
            matches!(
                case.as_str(),
                "in" | "at"
                    | "near"
                    | "on"
                    | "outside"
                    | "inside"
                    | "around"
                    | "across"
                    | "within"
                    | "from"
                    | "into"
                    | "out"
                    | "throughout"
                    | "over"
                    | "along"
                    | "off"
            )
        })
    }

    fn sizes(&self, event: &CodedEvent) -> Vec<Size> {
        let wanted = |size: &&SizeMention| {
            let fits = match size.kind.name() {
                "dead" | "injured" => {
                    matches!(event.event, EventType::Assault | EventType::Protest)
                }
                "arrested" => event.event == EventType::Coerce,
                _ => matches!(event.event, EventType::Protest | EventType::Mobilize),
            };
            fits && bind::nearest(&self.tree, event.trigger, &[size.token]).is_some()
        };
        let size = |size: &SizeMention| Size {
            kind: size.kind.name().to_owned(),
            value: size.value,
            text: size.text.clone(),
        };
        self.sizes.iter().filter(wanted).map(size).collect()
    }

    /// Who says so: whom the sentence names, within what is said by who speaks in the quotation that
    /// it is part of.
    fn attribution(&self, event: &CodedEvent) -> Option<Attribution> {
        let quoted = self.read.quotations.source(self.at, event.trigger);
        let quoted = quoted.map(|source| (source.sentence, &source.attribution));
        let Some(own) = &event.attribution else {
            return quoted.map(|(sentence, source)| self.source(sentence, source));
        };
        // "I think", in a quotation, is what the quoted speaker thinks; "is said to" names nobody;
        // and whoever says that somebody condemned an attack says that there was one.
        let silent = self.is_speaker_himself(own) || own.presumed || own.speaker.is_none();
        match quoted {
            Some((sentence, source)) if silent => Some(self.source(sentence, source)),
            Some((sentence, source)) => {
                Some(within(self.source(self.at, own), self.source(sentence, source)))
            }
            None => Some(self.source(self.at, own)),
        }
    }

    fn is_speaker_himself(&self, source: &whimbrel_events::Attribution) -> bool {
        let first_person = |at: usize| {
            let lemma = self.tree.token(at).lemma.to_lowercase();
            matches!(lemma.as_str(), "i" | "we")
        };
        source.speaker.is_some_and(first_person)
    }

    /// A source with those around it. Who says of himself that he thinks something says it once.
    fn source(&self, sentence: usize, source: &whimbrel_events::Attribution) -> Attribution {
        let speaker = source.speaker.map(|head| self.speaker(sentence, head));
        let outer = source.outer.as_ref().map(|outer| self.source(sentence, outer));
        let cue = &self.read.sentences[sentence].tokens[source.cue];
        let inner = Attribution {
            speaker,
            cue: cue.form.to_string(),
            start: cue.span.start,
            end: cue.span.end,
            stance: source.stance.name().to_owned(),
            reported_by: None,
        };
        match outer {
            Some(outer) => within(inner, outer),
            None => inner,
        }
    }

    /// Whom a phrase of a sentence names, or the phrase itself: "another source".
    fn speaker(&self, sentence: usize, head: usize) -> Entity {
        let token = &self.read.sentences[sentence].tokens[head];
        if let Some(known) = self.entities_in(sentence, &[head]).into_iter().next() {
            // "He said": the pronoun stands beside the word of speech, its name may stand far off.
            let (start, end) = (token.span.start, token.span.end);
            return match token.upos {
                Upos::Pron => Entity { raw_text: token.form.to_string(), start, end, ..known },
                _ => known,
            };
        }
        let tree = Tree::new(&self.read.sentences[sentence]);
        let belongs = |&kid: &usize| {
            matches!(tree.token(kid).rel(), "det" | "amod" | "compound" | "nummod" | "flat")
        };
        let mut words: Vec<usize> = tree.children(head).filter(belongs).collect();
        words.push(head);
        let span = tree.cover(&words);
        let raw_text = match self.read.part(sentence) {
            Part::Title => self.read.title.slice(span),
            Part::Text => self.read.text.slice(span),
        };
        Entity {
            raw_text: raw_text.to_owned(),
            start: span.start,
            end: span.end,
            entity_name: raw_text.to_owned(),
            ..Entity::default()
        }
    }

    fn text_info(&self) -> TextInfo {
        let part = self.read.part(self.at);
        let sequence = match part {
            Part::Title => self.at,
            Part::Text => self.at - self.read.n_title,
        };
        let Span { start, end } = self.sentence.span;
        TextInfo { part: part.name().to_owned(), sequence, start, end }
    }

    fn cite_info(&self) -> CiteInfo {
        let report = self.read.report;
        CiteInfo {
            report_id: report.id.clone(),
            title: report.title.clone(),
            url: report.url.clone(),
            publisher: report.publisher.clone(),
            author: report.author.clone(),
            date: report.date.map(|date| date.to_string()),
            language: report.language.clone(),
        }
    }
}

/// A source within another: who reports himself is named once.
fn within(inner: Attribution, outer: Attribution) -> Attribution {
    let same = |a: &Entity, b: &Entity| is_same(a, b) || a.entity_name == b.entity_name;
    if let (Some(speaker), Some(around)) = (&inner.speaker, &outer.speaker)
        && same(speaker, around)
    {
        return outer;
    }
    let reported_by = match inner.reported_by {
        Some(between) => within(*between, outer),
        None => outer,
    };
    Attribution { reported_by: Some(Box::new(reported_by)), ..inner }
}

/// What speaks for a record.
fn signs(finding: &Finding, actor: &[Entity], recipient: &[Entity]) -> Signs {
    let known = |entities: &[Entity]| {
        entities.iter().any(|e| !e.country.is_empty() || !e.sector_code.is_empty())
    };
    let event = &finding.event;
    Signs {
        share: finding.verdict.map_or(0.5, |verdict| verdict.of(event.event)),
        none: finding.verdict.map_or(0.5, |verdict| verdict.none()),
        specificity: event.specificity,
        actor: known(actor),
        recipient: known(recipient) || actor.len() > 1,
        asserted: event.status == Status::Actual,
    }
}

/// When an event happened, as records say it.
struct When {
    start: Option<Date>,
    end: Option<Date>,
    text: Option<String>,
    precision: &'static str,
}

fn precision_name(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Year => "year",
        Precision::Unknown => "unknown",
    }
}

/// Whether it is known who or of which country a party is.
fn is_somebody(party: &Entity) -> bool {
    !party.country.is_empty() || !party.entity_id.is_empty()
}

/// Two phrases name the same party if they resolve to the same entry, or, both unresolved, read
/// the same.
pub(crate) fn is_same(a: &Entity, b: &Entity) -> bool {
    if a.entity_id.is_empty() && b.entity_id.is_empty() {
        return a.start == b.start || a.raw_text == b.raw_text;
    }
    a.entity_id == b.entity_id
}

/// Returns a resolved party as records write it.
pub(crate) fn entity(entity: &whimbrel_resolve::Entity) -> Entity {
    Entity {
        raw_text: entity.raw_text.clone(),
        start: entity.span.start,
        end: entity.span.end,
        entity_name: entity.name.clone(),
        entity_id: entity.id.clone(),
        wikidata_id: entity.wikidata_id.clone(),
        country: entity.country.clone(),
        sector_code: entity.sector.clone(),
        other_sector_codes: entity.other_sectors.clone(),
        role: entity.role.clone(),
    }
}

fn location(place: &PlaceMention) -> Location {
    let it = &place.location;
    Location {
        extracted_place: it.extracted_place.clone(),
        start: it.span.start,
        end: it.span.end,
        resolved_place: it.resolved_place.clone(),
        geonameid: it.geonameid.clone(),
        lat: it.lat,
        lon: it.lon,
        city: it.city.clone(),
        district: it.district.clone(),
        province: it.province.clone(),
        country: it.country.clone(),
        country_code: it.country_code.clone(),
        resolution: it.resolution,
        disputed: it.disputed.clone(),
    }
}
