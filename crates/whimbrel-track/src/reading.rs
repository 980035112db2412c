//! Commitments out of a report's records: the word that commits, what it takes, and all that stands
//! around it.

use crate::commitment::{Commitment, CommitmentKind, Condition, Instrument, Strength};
use crate::content::{self, Content, act, entry, is_deed};
use crate::fate;
use crate::page::{Line, Page, push_entity};
use crate::position::same_actor;
use crate::provisions::{self, is_one_side};
use crate::terms;
use crate::words::{Trigger, words};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use whimbrel_record::{Entity, EventRecord};
use whimbrel_text::{ActorClass, Span, Upos};

/// Records below this are too doubtful to show.
const MIN_CONFIDENCE: f64 = 0.2;
/// The same where no word of the list commits, but only "will" or "must".
const MIN_OF_WILL: f64 = 0.35;

/// A commitment with where it was read.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) commitment: Commitment,
    /// Number of the sentence on the page.
    pub(crate) at: usize,
    /// The word that commits.
    pub(crate) trigger: usize,
    pub(crate) content: Option<Content>,
}

/// Returns the commitments of a page in the order of the report.
pub(crate) fn commitments(page: &Page<'_>) -> Vec<Commitment> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut found: Vec<Draft> = page.records.iter().filter_map(|r| of_record(page, r)).collect();
    found.extend((0..page.lines.len()).flat_map(|at| claims(page, at)));
    found.sort_by_key(|draft| (draft.at, draft.trigger));
    for draft in found {
        match drafts.iter().position(|known| is_same(known, &draft)) {
            Some(known) => merge(&mut drafts[known], draft),
            None => drafts.push(draft),
        }
    }
    provisions::of_agreements(page, &mut drafts);
    fate::from_words(page, &mut drafts);
    drafts.into_iter().map(|draft| finish(draft.commitment)).collect()
}

fn finish(mut commitment: Commitment) -> Commitment {
    commitment.provisions.sort_by_key(|p| (p.passage.part != "title", p.passage.start));
    commitment.status = commitment.current();
    commitment.id = id(&commitment);
    commitment
}

/// The first 16 digits of the SHA-256 of what tells a commitment from others.
fn id(commitment: &Commitment) -> String {
    let passage = &commitment.passage;
    let parts = [
        "commitment".to_owned(),
        commitment.report_id.clone(),
        passage.part.clone(),
        format!("{}-{}", passage.start, passage.end),
        commitment.kind.name().to_owned(),
    ];
    hash(&parts)
}

pub(crate) fn hash(parts: &[String]) -> String {
    let digest = Sha256::digest(parts.join("\u{1f}").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// What a record says that somebody is bound to, or `None` where it binds nobody.
fn of_record(page: &Page<'_>, record: &EventRecord) -> Option<Draft> {
    let is_told =
        matches!(record.status.as_str(), "actual" | "future" | "historical" | "hypothetical");
    if !is_told || record.confidence < MIN_CONFIDENCE || record.actor.is_empty() {
        return None;
    }
    let span = Span::new(record.event_start, record.event_end);
    let at = page.sentence_at(&record.text_info, span)?;
    let head = page.head_of(at, span)?;
    let line = &page.lines[at];
    let within: Vec<usize> =
        (0..line.len()).filter(|&t| span.contains(line.token(t).span)).collect();
    let supposed = record.status == "hypothetical";
    let (trigger, entry, content) = by_word(page, at, head, &within, record)
        .filter(|_| !supposed)
        .or_else(|| by_will(page, at, head, record))?;
    let kind = kind_of(page, at, trigger, entry, &content, record)?;
    let draft = draft(page, at, trigger, entry, content, kind, record);
    if draft.commitment.holders.is_empty() {
        return None;
    }
    // "would attack if they stayed" is supposed for its condition alone.
    (!supposed || !draft.commitment.conditions.is_empty()).then_some(draft)
}

type Found = (usize, &'static Trigger, Content);

/// A word of the list among the record's words, with what it takes.
fn by_word(
    page: &Page<'_>,
    at: usize,
    head: usize,
    within: &[usize],
    record: &EventRecord,
) -> Option<Found> {
    let line = &page.lines[at];
    let mut order = vec![head];
    order.extend(within.iter().copied().filter(|&t| t != head && line.upos(t) != Upos::Aux));
    order.into_iter().find_map(|token| {
        let breach = record.event == "REJECT" && fate::is_broken(line, token);
        let entry = entry(line, token).filter(|entry| breach || suits(entry, record))?;
        if is_of_thing(page, at, token, entry)
            || is_received(line, token)
            || is_possible(line, token)
        {
            return None;
        }
        let content = content::content(page, at, token, entry)?;
        (line.negation(token).is_none()).then_some((token, entry, content))
    })
}

/// "a resolution intended to allow aid", "tensions threaten to rise": what a thing is for, or brings, is
/// nobody's word.
fn is_of_thing(page: &Page<'_>, at: usize, token: usize, entry: &Trigger) -> bool {
    let line = &page.lines[at];
    let has = |w: &str| matches!(w, "have" | "has" | "had" | "'ve" | "’ve");
    let participle = line.token(token).xpos == "VBN" && !line.auxiliaries(token).any(has);
    let of_thing = line.subject(token).is_some_and(|subject| {
        line.upos(subject) == Upos::Noun && !page.class(at, subject).is_actor()
    });
    let plans = matches!(entry.lemma.as_str(), "intend" | "aim" | "plan" | "prepare");
    let binds = matches!(entry.kind, CommitmentKind::Promise | CommitmentKind::Threat);
    entry.upos == Upos::Verb
        && ((plans && participle) || (binds && of_thing && !line.is_passive(token)))
}

/// "received offers of amnesty": the subject of the verb over a noun is not who offers.
fn is_received(line: &Line<'_>, token: usize) -> bool {
    let verb = line.tree.head(token).filter(|_| line.rel(token) == "obj");
    let owned = line.tree.children(token).any(|kid| line.deprel(kid) == "nmod:poss");
    line.upos(token) == Upos::Noun
        && !owned
        && verb.is_some_and(|verb| words().receivers.iter().any(|word| word == line.lemma(verb)))
}

/// "could lead to Turkey reaching a deal": what may come about is not done.
fn is_possible(line: &Line<'_>, token: usize) -> bool {
    let mut at = token;
    for _ in 0..line.len() {
        if line.auxiliaries(at).any(|w| matches!(w, "may" | "might" | "could")) {
            return true;
        }
        let goes_on = matches!(line.rel(at), "xcomp" | "acl" | "obl" | "obj")
            || (line.rel(at) == "advcl" && line.token(at).xpos == "VBG");
        match line.tree.head(at).filter(|_| goes_on && line.deprel(at) != "acl:relcl") {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// Whether a word's kind goes with the record's type.
fn suits(entry: &Trigger, record: &EventRecord) -> bool {
    use CommitmentKind::{
        Agreement, ClaimOfResponsibility, Demand, Denial, Promise, Recognition, Refusal, Threat,
    };
    let cameo = record.cameo.as_str();
    match entry.kind {
        Promise => {
            matches!(record.event.as_str(), "AGREE" | "CONCEDE" | "THREATEN") || is_support(record)
        }
        Agreement => {
            is_support(record)
                || matches!(record.event.as_str(), "AGREE" | "CONCEDE" | "CONSULT" | "RETREAT")
        }
        Threat => record.event == "THREATEN",
        Demand => record.event == "REQUEST",
        Refusal => record.event == "REJECT",
        Recognition => record.event == "SUPPORT" && cameo == "054",
        Denial | ClaimOfResponsibility => record.event == "REJECT",
    }
}

fn is_support(record: &EventRecord) -> bool {
    record.event == "SUPPORT" && matches!(record.cameo.as_str(), "051" | "050" | "057" | "053")
}

/// "We will continue to help": the deed itself, with "will" and said by who will do it; "Russia must
/// withdraw", said by who demands it.
fn by_will(page: &Page<'_>, at: usize, head: usize, record: &EventRecord) -> Option<Found> {
    let line = &page.lines[at];
    if record.confidence < MIN_OF_WILL {
        return None;
    }
    let predicate = std::iter::once(head)
        .chain(line.tree.ancestors(head))
        .find(|&up| line.is_verb(up) && line.auxiliaries(up).next().is_some())?;
    let spoken = record.attribution.as_ref().and_then(|a| a.speaker.as_ref());
    let by_holder = spoken.is_some_and(|s| record.actor.iter().any(|actor| is_one_side(s, actor)));
    let negated = line.negation(predicate).is_some();
    let supposed = record.status == "hypothetical";
    let lemma = match record.event.as_str() {
        "AGREE" if line.has_will(predicate) && by_holder => "promise",
        "THREATEN" if line.has_will(predicate) && by_holder => "threaten",
        "AID" | "CONSULT" | "COOPERATE" | "RETREAT" | "CONCEDE"
            if supposed && line.has_will(predicate) && by_holder && !negated =>
        {
            "promise"
        }
        "ASSAULT" | "COERCE" | "SANCTION" | "PROTEST"
            if supposed && line.has_will(predicate) && by_holder && !negated =>
        {
            "threaten"
        }
        "REQUEST" if by_holder && line.auxiliaries(predicate).any(|w| w == "must") => "must",
        "REJECT" if line.has_will(predicate) && negated && by_holder => "refuse",
        _ => return None,
    };
    let entry = words().triggers.iter().find(|t| t.lemma == lemma && t.upos == Upos::Verb)?;
    let negative = negated && lemma != "refuse";
    let content = Content { head: predicate, negative, is_clause: true };
    Some((predicate, entry, content::without_hesitation(line, content)))
}

/// The kind: as the word says, but an agreement where several sides bind themselves, and no kind where
/// the words bind nobody ("agreed with the assessment", "warned that it could rain").
fn kind_of(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    entry: &Trigger,
    content: &Content,
    record: &EventRecord,
) -> Option<CommitmentKind> {
    use CommitmentKind::{Agreement, Promise, Refusal, Threat};
    let line = &page.lines[at];
    if is_idle(line.lemma(act(line, content))) || is_opinion(page, at, content, entry, record) {
        return None;
    }
    let instrument = instrument_lemma(page, at, content.head).is_some();
    match entry.kind {
        Agreement => instrument.then_some(Agreement),
        Promise if entry.lemma == "agree" => {
            let matter = content.is_clause || instrument || is_deed(line.lemma(content.head));
            let joint = record.actor.len() > 1
                || line.tree.children_by(trigger, "obl").any(|k| line.case(k) == "with");
            let with_noun =
                line.tree.children_by(content.head, "nmod").any(|k| line.case(k) == "with");
            matter.then_some(if joint || with_noun || instrument { Agreement } else { Promise })
        }
        Promise if matches!(entry.lemma.as_str(), "announce" | "accept" | "approve") => {
            is_deed(line.lemma(content.head)).then_some(Promise)
        }
        Promise if record.event == "THREATEN" => Some(harm(line.lemma(act(line, content)))),
        Threat if entry.lemma == "threaten" && trigger == content.head => {
            Some(harm(line.lemma(act(line, content))))
        }
        Threat if entry.lemma == "warn" || entry.lemma == "warning" => {
            warned(page, at, trigger, content, record)
        }
        // To reject bases or sanctions is to take a position; what was asked or offered is refused.
        Refusal if !content.is_clause => is_asked(line.lemma(content.head)).then_some(Refusal),
        kind => Some(kind),
    }
}

/// A threat, unless the deed is known to do no harm ("planned to repatriate the children").
fn harm(lemma: &str) -> CommitmentKind {
    let act = words().acts.iter().find(|act| act.lemma == lemma);
    match act.and_then(|act| act.event.as_deref()) {
        Some("AID" | "CONSULT" | "COOPERATE" | "SUPPORT" | "RETREAT" | "CONCEDE") => {
            CommitmentKind::Promise
        }
        _ => CommitmentKind::Threat,
    }
}

/// Whether a deed binds nobody who promises or refuses it: to comment, to say.
fn is_idle(lemma: &str) -> bool {
    words().acts.iter().any(|act| act.lemma == lemma && act.group.as_deref() == Some("idle"))
}

/// "agreed that the blow was serious": a clause of what is or was, not of what will be done. A promise
/// in a clause needs "will" or the like; a demand may do without ("demanded that he go").
fn is_opinion(
    page: &Page<'_>,
    at: usize,
    content: &Content,
    entry: &Trigger,
    record: &EventRecord,
) -> bool {
    let line = &page.lines[at];
    let promises = matches!(entry.kind, CommitmentKind::Promise | CommitmentKind::Threat);
    let finite = content.is_clause && content::mark(line, content.head) != "to";
    if !promises || !finite || line.has_modal(content.head) {
        return promises && finite && entry.lemma == "agree" && !is_own(page, at, content, record);
    }
    matches!(line.token(content.head).xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN")
        || line.tree.child(content.head, "cop").is_some()
}

/// Whether the subject of a clause is one of a record's actors.
fn is_own(page: &Page<'_>, at: usize, content: &Content, record: &EventRecord) -> bool {
    let subject = page.lines[at].tree.child(content.head, "nsubj");
    let who = subject.map(|subject| page.parties(at, subject)).unwrap_or_default();
    who.iter().any(|who| record.actor.iter().any(|actor| is_one_side(who, actor)))
}

/// Whether a noun names what is asked or offered: a demand, an offer, a plan, an agreement.
fn is_asked(lemma: &str) -> bool {
    let words = words();
    words.triggers.iter().any(|t| t.upos == Upos::Noun && t.lemma == lemma)
        || words.instruments.iter().any(|row| row.0 == lemma)
        || words.generic.iter().any(|word| word == lemma)
        || matches!(lemma, "invitation" | "terms" | "ultimatum" | "bid" | "term" | "resolution")
}

/// A warning threatens where who warns says what he or she will do, and demands where it says what
/// another is not to do; to warn of what may happen binds nobody.
fn warned(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    content: &Content,
    record: &EventRecord,
) -> Option<CommitmentKind> {
    let line = &page.lines[at];
    if content::mark(line, content.head) == "to" {
        return content.negative.then_some(CommitmentKind::Demand);
    }
    let subject = line
        .tree
        .child(content.head, "nsubj")
        .filter(|&s| s > trigger || content.head < trigger)?;
    let who = page.entities(at, subject);
    let own = who.iter().any(|who| record.actor.iter().any(|actor| is_one_side(who, actor)));
    let theirs = who.iter().any(|who| record.recipient.iter().any(|r| is_one_side(who, r)));
    let pays =
        theirs && matches!(line.lemma(content.head), "face" | "pay" | "suffer" | "regret" | "bear");
    (line.has_will(content.head) && (own || pays)).then_some(CommitmentKind::Threat)
}

fn draft(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    entry: &Trigger,
    content: Content,
    kind: CommitmentKind,
    record: &EventRecord,
) -> Draft {
    let line = &page.lines[at];
    let mut phrase = content.phrase(line);
    let completion =
        content::completion(line, trigger, content.head).filter(|_| !content.is_clause);
    phrase.extend(completion.map(|kid| line.phrase(kid, &[])).unwrap_or_default());
    let bounds = terms::bounds(page, at, trigger, &content);
    let conditions = terms::conditions(page, at, trigger, &content);
    let (holders, mut targets) = sides(page, at, trigger, kind, record);
    if kind == CommitmentKind::Demand && is_done_to(line, &content) {
        targets.retain(|target| !within(page, at, &phrase, target));
    }
    let speaker = record.attribution.as_ref().and_then(|a| a.speaker.clone());
    let spokesperson = speaker.filter(|s| !holders.iter().any(|holder| same_actor(holder, s)));
    let strength = match kind {
        CommitmentKind::Refusal | CommitmentKind::Denial => Strength::Refusal,
        _ if content.negative && kind == CommitmentKind::Promise => Strength::Refusal,
        _ if !conditions.is_empty() => Strength::Conditional,
        _ => entry.strength,
    };
    let commitment = Commitment {
        kind,
        holders,
        targets,
        spokesperson,
        report_id: page.report.id.clone(),
        channel: page.report.publisher.clone(),
        record_ids: vec![record.id.clone()],
        passage: trigger_passage(page, at, trigger, &content),
        sentence: page.sentence(at),
        said: said(page, record),
        reported: page.date(),
        content: content_type(page, at, &content, record),
        act: line.lemma(completion.unwrap_or_else(|| act(line, &content))).to_owned(),
        negative: content.negative,
        object: Some(page.words(at, &phrase)),
        provisions: provisions::parts(page, at, &content),
        conditions,
        deadline: bounds.deadline,
        start: bounds.start,
        end: bounds.end,
        strength,
        instrument: instrument(page, at, &content),
        place: record.event_loc.clone(),
        context: record.context.clone(),
        confidence: record.confidence,
        ..Commitment::default()
    };
    Draft { commitment, at, trigger, content: Some(content) }
}

/// "the release of the captain": who stands in the matter of such a demand is whom it is done to, not
/// who should do it.
fn is_done_to(line: &Line<'_>, content: &Content) -> bool {
    const DEEDS: [&str; 5] = ["release", "extradite", "arrest", "repatriate", "rescue"];
    let lemma = line.lemma(content.head);
    let act = words().acts.iter().find(|act| act.lemma == lemma);
    let group = act.and_then(|act| act.group.as_deref());
    !content.is_clause && group.is_some_and(|group| DEEDS.contains(&group))
}

fn within(page: &Page<'_>, at: usize, phrase: &[usize], entity: &Entity) -> bool {
    let span = page.lines[at].tree.cover(phrase);
    span.contains(Span::new(entity.start, entity.end))
}

/// The day on which it was said: the record's, else the report's, but of what belongs to history none.
fn said(page: &Page<'_>, record: &EventRecord) -> Option<Date> {
    let of_report = || page.date().filter(|_| record.status != "historical");
    day(record.date.as_deref()).or_else(of_report)
}

pub(crate) fn day(text: Option<&str>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

/// The words that bind: the one of the list, with the thing that it takes ("signed an agreement").
fn trigger_passage(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    content: &Content,
) -> crate::Passage {
    let tokens = if content.is_clause { vec![trigger] } else { vec![trigger, content.head] };
    page.words(at, &tokens)
}

/// Who is bound, and towards whom. An agreement binds all its sides, also those whom "with" names and
/// whom "both" takes up.
fn sides(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    kind: CommitmentKind,
    record: &EventRecord,
) -> (Vec<Entity>, Vec<Entity>) {
    let mut holders = Vec::new();
    for actor in &record.actor {
        // "We will not go": who "we" are, the speaker tells.
        let speaker = record.attribution.as_ref().and_then(|a| a.speaker.as_ref());
        let known = if is_unnamed(actor) { speaker.unwrap_or(actor) } else { actor };
        push_entity(&mut holders, known.clone());
    }
    holders.retain(|holder| !is_unnamed(holder));
    let mut targets = Vec::new();
    for recipient in record.recipient.iter().filter(|recipient| is_party(page, at, recipient)) {
        if !holders.iter().any(|holder| same_actor(holder, recipient)) {
            push_entity(&mut targets, recipient.clone());
        }
    }
    if matches!(kind, CommitmentKind::Denial | CommitmentKind::ClaimOfResponsibility) {
        targets.clear();
    }
    if kind != CommitmentKind::Agreement {
        return (holders, targets);
    }
    targets.retain(|target| is_side(page, at, target));
    targets.drain(..).for_each(|target| push_entity(&mut holders, target));
    let line = &page.lines[at];
    for kid in line.tree.children_by(trigger, "obl").filter(|&kid| line.case(kid) == "with") {
        for party in page.parties(at, kid) {
            push_entity(&mut holders, party);
        }
    }
    (holders, targets)
}

/// A pronoun that names nobody yet.
fn is_unnamed(entity: &Entity) -> bool {
    const PRONOUNS: [&str; 20] = [
        "we", "i", "you", "he", "she", "it", "they", "our", "my", "your", "his", "her", "its",
        "their", "us", "me", "him", "them", "who", "this",
    ];
    entity.entity_id.is_empty() && PRONOUNS.contains(&entity.entity_name.to_lowercase().as_str())
}

/// Whether a recipient is somebody: known, or headed by a noun for people, groups or states.
fn is_party(page: &Page<'_>, at: usize, entity: &Entity) -> bool {
    let span = Span::new(entity.start, entity.end);
    let class = || page.head_of(at, span).map(|head| page.class(at, head));
    let is_known = !entity.entity_id.is_empty()
        || !entity.country.is_empty()
        || !entity.sector_code.is_empty();
    !is_unnamed(entity) && (is_known || class().is_some_and(ActorClass::is_actor))
}

/// Whether a recipient is a side of an agreement: known by name, or told by "with" or "between"; the
/// prisoners whom two sides agree to exchange are not.
fn is_side(page: &Page<'_>, at: usize, entity: &Entity) -> bool {
    let head = page.head_of(at, Span::new(entity.start, entity.end));
    let case = head.map(|head| page.lines[at].case(head)).unwrap_or_default();
    !entity.entity_id.is_empty() || matches!(case.as_str(), "with" | "between" | "among")
}

/// The PLOVER type that it would be if done: by the record's CAMEO code, else by the deed's name.
fn content_type(
    page: &Page<'_>,
    at: usize,
    content: &Content,
    record: &EventRecord,
) -> Option<String> {
    let line = &page.lines[at];
    let fits = |row: &&(String, String)| record.cameo.starts_with(row.0.as_str());
    let by_code = words().contents.iter().filter(fits).max_by_key(|row| row.0.len());
    let lemma = line.lemma(act(line, content));
    let by_name = || words().acts.iter().find(|act| act.lemma == lemma)?.event.clone();
    by_code.map(|row| row.1.clone()).or_else(by_name)
}

/// The kind of instrument that a noun names.
fn instrument_lemma(page: &Page<'_>, at: usize, noun: usize) -> Option<&'static str> {
    let lemma = page.lines[at].lemma(noun);
    let is_noun = matches!(page.lines[at].upos(noun), Upos::Noun | Upos::Propn);
    let row = words().instruments.iter().find(|row| is_noun && row.0 == lemma)?;
    Some(row.1.as_str())
}

/// The paper that binds: what is signed, or what the content names as its object.
fn instrument(page: &Page<'_>, at: usize, content: &Content) -> Option<Instrument> {
    let line = &page.lines[at];
    let below = line.tree.children_by(content.head, "obj");
    let (noun, kind) = std::iter::once(content.head)
        .chain(below)
        .find_map(|noun| Some((noun, instrument_lemma(page, at, noun)?)))?;
    let mut tokens = line.phrase(noun, &[]);
    tokens.extend(points_of(page, at, noun));
    Some(Instrument { kind: kind.to_owned(), passage: page.words(at, &tokens) })
}

/// "an agreement on 28 points", with the phrase that the tree hangs on the verb.
fn points_of(page: &Page<'_>, at: usize, noun: usize) -> Vec<usize> {
    let line = &page.lines[at];
    let Some(verb) = line.tree.head(noun) else { return Vec::new() };
    let next = line.phrase(noun, &[]).last().map_or(noun + 1, |last| last + 1);
    let joins = |&kid: &usize| {
        matches!(line.case(kid).as_str(), "on" | "of" | "for" | "with" | "between")
            && line.tree.subtree(kid).first() == Some(&next)
            && page.times(at).iter().all(|time| !time.tokens.contains(&kid))
    };
    line.tree
        .children_by(verb, "obl")
        .find(joins)
        .map(|kid| line.phrase(kid, &[]))
        .unwrap_or_default()
}

/// "The group claimed responsibility for the attack", "Moscow denied involvement": said of deeds done,
/// found in the trees, whether or not a record tells them.
fn claims(page: &Page<'_>, at: usize) -> Vec<Draft> {
    let line = &page.lines[at];
    (0..line.len()).filter_map(|token| claim(page, at, token)).collect()
}

fn claim(page: &Page<'_>, at: usize, token: usize) -> Option<Draft> {
    let line = &page.lines[at];
    let said = line.negation(token).is_none()
        && !line.is_passive(token)
        && !line.has_modal(token)
        && content::mark(line, token) != "to";
    if line.upos(token) != Upos::Verb || !said {
        return None;
    }
    let object = line.tree.child(token, "obj");
    let guilt = object.and_then(|o| words().guilt.iter().find(|row| row.0 == line.lemma(o)));
    let clause = || {
        let clause = line.tree.child(token, "ccomp").or_else(|| line.tree.child(token, "xcomp"));
        clause.filter(|&clause| !content::is_question(line, clause))
    };
    let kind = match line.lemma(token) {
        "claim" | "take" | "admit" | "accept" | "acknowledge" if guilt.is_some_and(|row| row.1) => {
            CommitmentKind::ClaimOfResponsibility
        }
        "deny" | "disavow" if guilt.is_some() || clause().is_some() => CommitmentKind::Denial,
        _ => return None,
    };
    let holders = page.parties(at, line.subject(token)?);
    let holders: Vec<Entity> = holders.into_iter().filter(|holder| !is_unnamed(holder)).collect();
    if holders.is_empty() {
        return None;
    }
    let clause = clause();
    let head = clause.or(object)?;
    let content = Content { head, negative: false, is_clause: clause.is_some() };
    let commitment = Commitment {
        kind,
        holders,
        report_id: page.report.id.clone(),
        channel: page.report.publisher.clone(),
        passage: page.words(at, &[token]),
        sentence: page.sentence(at),
        said: page.date(),
        reported: page.date(),
        act: line.lemma(act(line, &content)).to_owned(),
        object: Some(page.words(at, &content.phrase(line))),
        strength: if kind == CommitmentKind::Denial { Strength::Refusal } else { Strength::Firm },
        confidence: 0.6,
        ..Commitment::default()
    };
    Some(Draft { commitment, at, trigger: token, content: Some(content) })
}

/// Whether two drafts state the same: the same kind by the same side, and the same deed, one inside
/// the other, or matters that share most of their words.
fn is_same(known: &Draft, new: &Draft) -> bool {
    let (one, other) = (&known.commitment, &new.commitment);
    if one.kind != other.kind
        || one.negative != other.negative
        || !meet(&one.holders, &other.holders)
    {
        return false;
    }
    if known.at == new.at {
        let nested = |outer: &Draft, inner: &Draft| {
            let object = outer.commitment.object.as_ref();
            object.is_some_and(|o| o.span().contains(inner.commitment.passage.span()))
        };
        return known.trigger == new.trigger
            || nested(known, new)
            || nested(new, known)
            || one.kind == CommitmentKind::Agreement;
    }
    let targets =
        one.targets.is_empty() || other.targets.is_empty() || meet(&one.targets, &other.targets);
    targets && one.kind != CommitmentKind::Denial && alike(one, other)
}

fn meet(one: &[Entity], other: &[Entity]) -> bool {
    one.iter().any(|a| other.iter().any(|b| same_actor(a, b)))
}

/// Whether the matters of two commitments share most words that carry meaning.
fn alike(one: &Commitment, other: &Commitment) -> bool {
    let words = |commitment: &Commitment| {
        let text = commitment.object.as_ref().map_or("", |object| object.text.as_str());
        content_words(text)
    };
    let (a, b) = (words(one), words(other));
    let shared = a.iter().filter(|word| b.contains(word)).count();
    let smaller = a.len().min(b.len());
    smaller > 0 && 3 * shared >= 2 * smaller
}

/// The words of a text that carry meaning, in lower case, cut to their stems.
pub(crate) fn content_words(text: &str) -> Vec<String> {
    const EMPTY: [&str; 40] = [
        "the", "a", "an", "of", "to", "in", "on", "and", "or", "for", "that", "it", "its", "his",
        "her", "their", "he", "she", "they", "them", "him", "will", "would", "be", "is", "are",
        "was", "were", "with", "by", "not", "all", "any", "this", "from", "as", "at", "has",
        "have", "should",
    ];
    let split = text.split(|c: char| !c.is_alphanumeric());
    let mut found: Vec<String> = split
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() > 1 && !EMPTY.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect();
    found.sort();
    found.dedup();
    found
}

fn stem(word: &str) -> String {
    for ending in ["ations", "ation", "ings", "ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem.to_owned();
        }
    }
    word.to_owned()
}

/// Adds what the later draft knows to the earlier, and notes where it stands. Of a headline and the
/// sentence in the text, that which says more gives the words.
fn merge(known: &mut Draft, mut new: Draft) {
    let length = |draft: &Draft| draft.commitment.object.as_ref().map_or(0, |o| o.text.len());
    let is_agreement = known.commitment.kind == CommitmentKind::Agreement;
    if length(&new) > length(known) && !is_agreement {
        std::mem::swap(known, &mut new);
        let records = std::mem::take(&mut new.commitment.record_ids);
        known.commitment.record_ids.splice(0..0, records);
    }
    let (to, from) = (&mut known.commitment, new.commitment);
    to.content = to.content.take().or(from.content);
    to.mentions.push(from.passage);
    to.mentions.extend(from.mentions);
    to.record_ids.extend(from.record_ids);
    from.holders.into_iter().for_each(|holder| push_entity(&mut to.holders, holder));
    let holders = to.holders.clone();
    for target in from.targets {
        if !holders.iter().any(|holder| same_actor(holder, &target)) {
            push_entity(&mut to.targets, target);
        }
    }
    from.provisions.into_iter().for_each(|p| provisions::add(&mut to.provisions, p));
    for condition in from.conditions {
        let same = |known: &Condition| known.passage.text == condition.passage.text;
        if !to.conditions.iter().any(same) {
            to.conditions.push(condition);
        }
    }
    to.deadline = to.deadline.take().or(from.deadline);
    to.start = to.start.take().or(from.start);
    to.end = to.end.take().or(from.end);
    if to.instrument.is_none() && from.instrument.is_some() {
        to.instrument = from.instrument;
        if to.kind == CommitmentKind::Agreement {
            to.strength = from.strength;
        }
    }
    if !to.conditions.is_empty() && to.strength == Strength::Firm {
        to.strength = Strength::Conditional;
    }
    to.place = to.place.take().or(from.place);
    to.confidence = to.confidence.max(from.confidence);
}
