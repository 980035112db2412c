//! Who does what in a clause: subjects, objects and phrases as meant, below voice, control,
//! relative clauses, participles and coordination.
//!
//! Everything returns indices of head tokens. Relations follow UD v2 for English.

use smol_str::SmolStr;
use whimbrel_codebook::cues::{CueKind, Cues, LightRoles, Status, Valency};
use whimbrel_text::{ActorClass, Sentence, Token, Tree, Upos};

/// A sentence with its tree, its lemmas in lower case and the classes of its noun phrases.
pub struct Clause<'a> {
    /// The tree.
    pub tree: Tree<'a>,
    /// Lemmas in lower case as the codebook names them, one a token.
    pub lemmas: Vec<SmolStr>,
    /// Class of the noun phrase that each token heads.
    pub classes: Vec<ActorClass>,
    /// Cue lists.
    pub cues: &'a Cues,
}

/// How deep a chain of clauses is followed for a missing subject.
const MAX_CONTROL_DEPTH: usize = 8;

impl<'a> Clause<'a> {
    /// Prepares a sentence for matching.
    #[must_use]
    pub fn new(sentence: &'a Sentence, classes: Vec<ActorClass>, cues: &'a Cues) -> Self {
        let lower = |word: &SmolStr| {
            if word.chars().any(char::is_uppercase) {
                word.to_lowercase().into()
            } else {
                word.clone()
            }
        };
        let lemma = |token: &Token| {
            let lemma = lower(&token.lemma);
            if token.upos == Upos::Verb
                && let Some(verb) = cues.verb_of(&lower(&token.form), &lemma)
            {
                return verb.clone();
            }
            match cues.named(&lemma) {
                name if name == lemma => lemma,
                name => name.into(),
            }
        };
        let lemmas = sentence.tokens.iter().map(lemma).collect();
        Self { tree: Tree::new(sentence), lemmas, classes, cues }
    }

    /// Returns the universal relation of a token.
    #[must_use]
    pub fn rel(&self, at: usize) -> &str {
        self.tree.token(at).rel()
    }

    fn full_rel(&self, at: usize) -> &str {
        &self.tree.token(at).deprel
    }

    fn upos(&self, at: usize) -> Upos {
        self.tree.token(at).upos
    }

    /// Returns a head with the heads joined to it by "and" or "or", in the order of the text.
    #[must_use]
    pub fn joined(&self, head: usize) -> Vec<usize> {
        let mut all = vec![head];
        let mut next = 0;
        while next < all.len() && all.len() <= self.tree.len() {
            let at = all[next];
            let nominal = |kid: &usize| !matches!(self.upos(*kid), Upos::Verb | Upos::Aux);
            all.extend(self.tree.children_by(at, "conj").filter(nominal));
            next += 1;
        }
        all
    }

    /// Returns whether a token is a predicate in the passive.
    #[must_use]
    pub fn is_passive(&self, at: usize) -> bool {
        let marked = |kid: usize| matches!(self.full_rel(kid), "nsubj:pass" | "aux:pass");
        if self.tree.children(at).any(marked) {
            return true;
        }
        if self.tree.children(at).any(|kid| self.rel(kid) == "aux") {
            return false;
        }
        if self.lacks_object(at) {
            return true;
        }
        // What hangs on a noun without a pronoun is a participle, whatever its tag.
        let reduced = self.full_rel(at) == "acl"
            && self.tree.token(at).xpos == "VBD"
            && self.cues.takes(&self.lemmas[at], Valency::Undergone);
        if !reduced && !self.is_past_participle(at) {
            return false;
        }
        match self.rel(at) {
            // "forces backed by Iran", "hit by sanctions, the bank …", "the besieged town"
            "acl" => self.full_rel(at) != "acl:relcl",
            "amod" => true,
            "advcl" | "parataxis" | "root" => {
                self.tree.child(at, "nsubj").is_none() && self.tree.child(at, "obj").is_none()
            }
            "conj" => {
                let own_subject = self.tree.child(at, "nsubj").is_some();
                !own_subject && self.tree.head(at).is_some_and(|head| self.is_passive(head))
            }
            _ => false,
        }
    }

    /// "Opposition leader arrested in Caracas", "and at least 21 killed": a past form, with a subject,
    /// of a verb that is always done to somebody, and nobody it could be done to but the subject.
    fn lacks_object(&self, at: usize) -> bool {
        let past = matches!(self.tree.token(at).xpos.as_str(), "VBD" | "VBN");
        let main = matches!(self.full_rel(at), "root" | "conj" | "ccomp" | "parataxis" | "advcl");
        if !past || !main || !self.cues.takes(&self.lemmas[at], Valency::Undergone) {
            return false;
        }
        let beside = |kid: usize| match self.rel(kid) {
            "nsubj" | "punct" | "cc" | "mark" | "parataxis" | "advmod" | "expl" => true,
            "obl" => self.tree.child(kid, "case").is_some() || self.full_rel(kid) != "obl",
            "advcl" => kid > at,
            "conj" => self.tree.child(kid, "obj").is_none(),
            _ => false,
        };
        self.tree.child(at, "nsubj").is_some_and(|subject| !self.is_relative(subject))
            && self.tree.children(at).all(beside)
    }

    fn is_past_participle(&self, at: usize) -> bool {
        let token = self.tree.token(at);
        token.xpos == "VBN"
            || (token.feat("VerbForm") == Some("Part") && token.feat("Tense") == Some("Past"))
    }

    /// Returns who does what the predicate at `at` says.
    #[must_use]
    pub fn subject(&self, at: usize) -> Vec<usize> {
        if self.is_passive(at) { self.agent(at) } else { self.surface_subject(at, 0) }
    }

    /// Returns to whom what the predicate at `at` says is done.
    #[must_use]
    pub fn object(&self, at: usize) -> Vec<usize> {
        if self.is_passive(at) {
            return self.surface_subject(at, 0);
        }
        let mut own: Vec<usize> = self.tree.children_by(at, "obj").collect();
        if own.is_empty() {
            // An indirect object alone is one by the parser's mistake or the clause's other name.
            own.extend(self.tree.children_by(at, "iobj"));
        }
        if !own.is_empty() {
            return own.into_iter().flat_map(|obj| self.joined(self.antecedent(obj))).collect();
        }
        self.gap_object(at).or_else(|| self.shared_object(at)).unwrap_or_default()
    }

    /// Returns the indirect object.
    #[must_use]
    pub fn indirect_object(&self, at: usize) -> Vec<usize> {
        let own = self.tree.children_by(at, "iobj");
        own.flat_map(|obj| self.joined(self.antecedent(obj))).collect()
    }

    /// "the treaty (that) Russia signed": the noun that a relative clause without object hangs on.
    fn gap_object(&self, at: usize) -> Option<Vec<usize>> {
        let has_subject = self.tree.child(at, "nsubj").is_some_and(|s| !self.is_relative(s));
        let relative = self.full_rel(at) == "acl:relcl" && has_subject;
        // "a promise to keep": only a relative clause leaves a gap that is surely its object.
        relative.then(|| self.tree.head(at)).flatten().map(|head| vec![head])
    }

    /// "attacked and destroyed the town": the object of a verb that is joined to this one.
    fn shared_object(&self, at: usize) -> Option<Vec<usize>> {
        let nothing_follows =
            self.tree.children(at).all(|kid| kid < at || matches!(self.rel(kid), "conj" | "punct"));
        let joined = self.tree.children_by(at, "conj").find(|&kid| self.upos(kid) == Upos::Verb)?;
        let own_subject = self.tree.child(joined, "nsubj").is_some();
        (nothing_follows && !own_subject).then(|| self.object(joined))
    }

    /// The `by` phrase of a passive.
    fn agent(&self, at: usize) -> Vec<usize> {
        let by = |kid: &usize| self.rel(*kid) == "obl" && self.case_of(*kid) == "by";
        let agents = self.tree.children(at).filter(by);
        let found: Vec<usize> = agents.flat_map(|kid| self.joined(self.antecedent(kid))).collect();
        if found.is_empty() { self.at_hands(at) } else { found }
    }

    /// Returns the subject as written or understood, without regard to voice.
    fn surface_subject(&self, at: usize, depth: usize) -> Vec<usize> {
        if depth > MAX_CONTROL_DEPTH {
            return Vec::new();
        }
        let is_subject =
            |kid: &usize| self.rel(*kid) == "nsubj" && !self.full_rel(*kid).ends_with("outer");
        let own: Vec<usize> = self.tree.children(at).filter(is_subject).collect();
        if !own.is_empty() {
            let behind = |subject: usize| match self.antecedent(subject) {
                noun if noun == subject => self.joined(noun),
                noun => self.behind(noun, depth),
            };
            return own.into_iter().flat_map(behind).collect();
        }
        let Some(head) = self.tree.head(at) else {
            return Vec::new();
        };
        match self.rel(at) {
            "conj" | "advcl" | "ccomp" | "parataxis" | "dep" if self.is_predicate(head) => {
                self.surface_subject(head, depth + 1)
            }
            "xcomp" => self.controller(head, depth),
            "acl" if self.is_infinitive(at) => self.noun_subject(head, depth + 1),
            "acl" | "amod" => self.behind(head, depth),
            // "after bombing the port", with the gerund as an oblique
            "obl" | "nmod" if self.upos(at) == Upos::Verb => self.surface_subject(head, depth + 1),
            _ => Vec::new(),
        }
    }

    /// Who does what hangs on a noun: the noun, or of a thing whoever does what it says, and for a
    /// letter, a bill or the like whoever made or sent it.
    fn behind(&self, noun: usize, depth: usize) -> Vec<usize> {
        if self.classes[noun].is_actor() {
            return self.joined(noun);
        }
        // "US sanctions crippling Iran"
        let of_noun = self.noun_subject(noun, depth + 1);
        let of_verb = || match self.tree.head(noun) {
            Some(verb) if self.rel(noun) == "obj" && self.cues.is_bearer(&self.lemmas[noun]) => {
                self.actors(self.surface_subject(verb, depth + 1))
            }
            _ => Vec::new(),
        };
        let found = if of_noun.is_empty() { of_verb() } else { of_noun };
        if found.is_empty() { self.joined(noun) } else { found }
    }

    fn is_predicate(&self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Verb | Upos::Aux | Upos::Adj)
            || self.tree.child(at, "cop").is_some()
            || self.tree.child(at, "nsubj").is_some()
    }

    /// Returns whether a predicate is an infinitive with "to".
    #[must_use]
    pub fn is_infinitive(&self, at: usize) -> bool {
        self.tree.children_by(at, "mark").any(|kid| self.lemmas[kid] == "to")
    }

    /// Who controls the infinitive below `head`: its object ("forced Kyiv to") unless the verb
    /// binds the subject ("promised Kyiv to").
    fn controller(&self, head: usize, depth: usize) -> Vec<usize> {
        let passive = self.is_passive(head);
        let binds_subject = matches!(
            self.lemmas[head].as_str(),
            "promise" | "vow" | "pledge" | "threaten" | "swear" | "offer" | "agree" | "guarantee"
        );
        let object = || {
            let own = self.tree.child(head, "obj").or_else(|| self.tree.child(head, "iobj"));
            own.map(|o| self.joined(self.antecedent(o)))
        };
        if !passive
            && !binds_subject
            && let Some(object) = object()
        {
            return object;
        }
        self.surface_subject(head, depth + 1)
    }

    /// Returns whether a token is a relative pronoun.
    fn is_relative(&self, at: usize) -> bool {
        matches!(self.lemmas[at].as_str(), "who" | "which" | "that" | "whom" | "whose")
            && self.upos(at) == Upos::Pron
    }

    /// Returns what a relative pronoun stands for, else the token itself.
    fn antecedent(&self, at: usize) -> usize {
        if !self.is_relative(at) {
            return at;
        }
        let clause = self.tree.ancestors(at).find(|&up| self.full_rel(up) == "acl:relcl");
        clause.and_then(|clause| self.tree.head(clause)).unwrap_or(at)
    }

    /// Returns the preposition of a phrase, several words joined by `_`, or nothing.
    #[must_use]
    pub fn case_of(&self, at: usize) -> SmolStr {
        let first = self.tree.children_by(at, "case").next();
        let Some(case) = first.or_else(|| self.gerund_mark(at)) else {
            return SmolStr::default();
        };
        // A preposition that was a verb ("according to") goes by its form.
        let mut words = match self.upos(case) {
            Upos::Verb => self.tree.token(case).form.to_lowercase(),
            _ => self.lemmas[case].to_string(),
        };
        for fixed in self.tree.children_by(case, "fixed") {
            words.push('_');
            words.push_str(&self.lemmas[fixed]);
        }
        words.into()
    }

    /// "accused of killing": the preposition before a gerund is a mark.
    fn gerund_mark(&self, at: usize) -> Option<usize> {
        let mark = |kid: &usize| self.upos(*kid) != Upos::Part;
        self.tree.children_by(at, "mark").find(mark).filter(|_| self.upos(at) == Upos::Verb)
    }

    /// Returns the phrases with preposition `case` that hang on `at`.
    #[must_use]
    pub fn phrases(&self, at: usize, case: &str) -> Vec<usize> {
        let fits = |kid: &usize| {
            matches!(self.rel(*kid), "obl" | "nmod" | "advcl" | "acl") && self.case_of(*kid) == case
        };
        self.tree
            .children(at)
            .filter(fits)
            .flat_map(|kid| self.joined(self.antecedent(kid)))
            .collect()
    }

    /// Returns the phrases with preposition `inner` that hang on phrases with `outer`.
    fn phrases_below(&self, at: usize, outer: &str, inner: &str) -> Vec<usize> {
        self.phrases(at, outer).into_iter().flat_map(|below| self.phrases(below, inner)).collect()
    }

    /// Returns who does what a noun says: possessor, `by` phrase, adjective or name before it, the
    /// subject of its light verb.
    #[must_use]
    pub fn noun_subject(&self, at: usize, depth: usize) -> Vec<usize> {
        if depth > MAX_CONTROL_DEPTH {
            return Vec::new();
        }
        let ways: [&dyn Fn() -> Vec<usize>; 9] = [
            &|| self.actors(self.active_possessors(at)),
            &|| self.actors(self.phrases(at, "by")),
            &|| self.actors(self.at_hands(at)),
            // "the shelling of a village by troops", with the agent hung on the village
            &|| self.actors(self.phrases_below(at, "of", "by")),
            &|| self.participle_agent(at),
            &|| self.light_party(at, LightRoles::Normal, depth),
            &|| self.actors(self.modifiers(at)),
            &|| self.actors(self.phrases(at, "from")),
            &|| self.subject_of_several(at, depth),
        ];
        ways.iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Returns to whom what a noun says is done.
    #[must_use]
    pub fn noun_object(&self, at: usize) -> Vec<usize> {
        let ways: [&dyn Fn() -> Vec<usize>; 5] = [
            &|| self.suffering_possessors(at),
            &|| self.phrases(at, "against"),
            &|| self.phrases(at, "on"),
            &|| self.phrases(at, "of"),
            &|| self.light_party(at, LightRoles::Reversed, 0),
        ];
        ways.iter().map(|way| way()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    fn actors(&self, heads: Vec<usize>) -> Vec<usize> {
        heads.into_iter().filter(|&at| self.classes[at].is_actor()).collect()
    }

    /// Returns the possessors of a noun ("Putin's", "its").
    #[must_use]
    pub fn possessors(&self, at: usize) -> Vec<usize> {
        let own = self.tree.children(at).filter(|&kid| self.full_rel(kid) == "nmod:poss");
        own.flat_map(|kid| self.joined(self.antecedent(kid))).collect()
    }

    /// The possessors of a noun who suffer what it says: "his arrest", but not "the army's arrest of a
    /// priest" nor "Israel's killings".
    fn suffering_possessors(&self, at: usize) -> Vec<usize> {
        if !self.cues.takes(&self.lemmas[at], Valency::Suffered)
            || !self.phrases(at, "of").is_empty()
        {
            return Vec::new();
        }
        let power = |head: &usize| {
            matches!(
                self.classes[*head],
                ActorClass::State | ActorClass::Organisation | ActorClass::Armed
            )
        };
        self.possessors(at).into_iter().filter(|head| !power(head)).collect()
    }

    /// The possessors of a noun who do what it says.
    fn active_possessors(&self, at: usize) -> Vec<usize> {
        let suffer = self.suffering_possessors(at);
        self.possessors(at).into_iter().filter(|head| !suffer.contains(head)).collect()
    }

    /// "a wave of bombardment": who does what the noun before "of" says.
    fn subject_of_several(&self, at: usize, depth: usize) -> Vec<usize> {
        let head =
            self.tree.head(at).filter(|_| self.rel(at) == "nmod" && self.case_of(at) == "of");
        match head.filter(|&head| self.cues.takes(&self.lemmas[head], Valency::Several)) {
            Some(head) => self.noun_subject(head, depth + 1),
            None => Vec::new(),
        }
    }

    /// "killed at the hands of the rebels".
    fn at_hands(&self, at: usize) -> Vec<usize> {
        let hands = self.phrases(at, "at").into_iter().filter(|&kid| self.lemmas[kid] == "hand");
        hands.flat_map(|hands| self.phrases(hands, "of")).collect()
    }

    /// Returns whether a phrase is what its verb moves or gives, and takes no part itself: "sent
    /// **troops** to Mali".
    #[must_use]
    pub fn is_moved(&self, head: usize) -> bool {
        let Some(verb) = self.tree.head(head) else { return false };
        let object = match self.full_rel(head) {
            "obj" => true,
            "nsubj:pass" => self.is_passive(verb),
            _ => false,
        };
        // "awarded the Freedom Order to Clinton"
        let named = || {
            self.upos(head) == Upos::Propn
                && self.classes[head] == ActorClass::Organisation
                && self.phrases(verb, "to").iter().any(|&to| self.nearest_actor(to).is_some())
        };
        let is_thing = self.cues.takes(&self.lemmas[head], Valency::Movable) || named();
        object && is_thing && self.cues.takes(&self.lemmas[verb], Valency::Moves)
    }

    /// Returns whether a verb hangs on a noun and only says which is meant: "forces **backed** by
    /// Iran", "the land that they **hold**".
    #[must_use]
    pub fn is_standing(&self, at: usize) -> bool {
        let past = self.tree.children_by(at, "aux").next().is_some()
            || (self.full_rel(at) == "acl:relcl" && self.tree.token(at).xpos == "VBD");
        self.rel(at) == "acl"
            && !past
            && !self.is_infinitive(at)
            && self.cues.takes(&self.lemmas[at], Valency::Standing)
    }

    /// Returns adjectives and names before a noun ("the **Russian** attack").
    #[must_use]
    pub fn modifiers(&self, at: usize) -> Vec<usize> {
        let before =
            self.tree.children(at).filter(|&kid| matches!(self.rel(kid), "amod" | "compound"));
        before.flat_map(|kid| self.joined(kid)).collect()
    }

    /// Returns who did what a participle tells of a noun: "a rally organised by the **opposition**".
    #[must_use]
    pub fn participle_agent(&self, at: usize) -> Vec<usize> {
        let participles = self.tree.children_by(at, "acl").filter(|&kid| self.is_passive(kid));
        participles.flat_map(|kid| self.agent(kid)).collect()
    }

    /// Returns the light verb that a noun is the object, passive subject or phrase of.
    #[must_use]
    pub fn light_verb(&self, at: usize) -> Option<(usize, LightRoles)> {
        let first = match self.rel(at) {
            "conj" => {
                self.tree.head(at).filter(|&head| self.upos(head) == Upos::Noun).unwrap_or(at)
            }
            _ => at,
        };
        let head = self.tree.head(first)?;
        let as_object = matches!(self.full_rel(first), "obj" | "nsubj:pass" | "obl" | "dislocated");
        let by_gap = self.full_rel(first) == "acl:relcl";
        if !(as_object || by_gap) || self.upos(head) != Upos::Verb || self.case_of(first) == "by" {
            return None;
        }
        let particle = self.tree.children_by(head, "compound").next();
        let with_particle = particle.map(|p| format!("{} {}", self.lemmas[head], self.lemmas[p]));
        let roles = with_particle.and_then(|lemma| self.cues.light(&lemma));
        let roles = roles.or_else(|| self.cues.light(&self.lemmas[head]))?;
        // "came under attack", but not "came to the talks": the reversed sense of plain verbs of
        // motion needs "under".
        let motion = self.lemmas[head] == "come" && self.case_of(first) != "under";
        (!motion).then_some((head, roles))
    }

    /// The party of a light verb's event noun that plays the subject's part (`Normal`) or the
    /// object's (`Reversed`).
    fn light_party(&self, at: usize, wanted: LightRoles, depth: usize) -> Vec<usize> {
        let found = self.light_verb(at).or_else(|| self.light_relative(at));
        let Some((verb, roles)) = found else {
            return Vec::new();
        };
        if roles != wanted {
            return Vec::new();
        }
        if self.is_passive(verb) { self.agent(verb) } else { self.surface_subject(verb, depth + 1) }
    }

    /// "the talks that Iran held": the light verb in a relative clause below the noun.
    fn light_relative(&self, at: usize) -> Option<(usize, LightRoles)> {
        let clauses = self.tree.children(at).filter(|&kid| self.full_rel(kid) == "acl:relcl");
        clauses.filter_map(|kid| Some((kid, self.cues.light(&self.lemmas[kid])?))).next()
    }

    /// Returns the nearest actor at or among the modifiers of `at`: itself, possessor, adjective,
    /// name before it, then phrases below it; at most two levels down.
    #[must_use]
    pub fn nearest_actor(&self, at: usize) -> Option<usize> {
        if self.classes[at].is_actor() {
            return Some(at);
        }
        let order = ["nmod:poss", "amod", "compound", "nmod", "appos"];
        let step = |from: usize| {
            let by_rel = |rel: &&str| {
                let wanted = *rel;
                let mut kids = self.tree.children(from).filter(|&kid| !self.is_scene(kid));
                kids.find(|&kid| {
                    (self.full_rel(kid) == wanted
                        || (wanted != "nmod:poss" && self.rel(kid) == wanted))
                        && self.classes[kid].is_actor()
                })
            };
            order.iter().find_map(by_rel)
        };
        step(at).or_else(|| {
            self.tree
                .children(at)
                .filter(|&kid| matches!(self.rel(kid), "nmod" | "conj"))
                .find_map(step)
        })
    }

    /// Whether a phrase tells where or when something is, so that it names nobody of the noun it hangs
    /// on: "a lawsuit **in a Paris court**".
    fn is_scene(&self, at: usize) -> bool {
        const CASES: [&str; 8] =
            ["in", "at", "during", "after", "before", "since", "inside", "within"];
        self.full_rel(at) == "nmod" && CASES.contains(&self.case_of(at).as_str())
    }

    /// Returns the parties that a phrase names by two or more words before its head: "**House** and
    /// **Senate** negotiators"; else the head.
    #[must_use]
    pub fn parts(&self, head: usize) -> Vec<usize> {
        let plural =
            self.upos(head) == Upos::Noun && self.tree.token(head).feat("Number") == Some("Plur");
        let before = self.tree.children(head).filter(|kid| *kid < head);
        let joined = before
            .filter(|&kid| matches!(self.rel(kid), "amod" | "compound"))
            .map(|kid| self.joined(kid))
            .find(|joined| joined.len() > 1);
        let power =
            |at: &usize| matches!(self.classes[*at], ActorClass::State | ActorClass::Organisation);
        match joined {
            Some(joined) if plural && joined.iter().all(power) => joined,
            _ => vec![head],
        }
    }

    /// Returns the subject of the nearest clause above a predicate whose subject is an actor.
    #[must_use]
    pub fn subject_above(&self, at: usize) -> Vec<usize> {
        let above = self.tree.ancestors(at).filter(|&up| self.is_predicate(up));
        let mut subjects = above.map(|up| self.actors(self.surface_subject(up, 0)));
        subjects.find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Returns whether a token is a reflexive pronoun ("himself").
    #[must_use]
    pub fn is_reflexive(&self, at: usize) -> bool {
        let lemma = &self.lemmas[at];
        self.upos(at) == Upos::Pron && (lemma.ends_with("self") || lemma.ends_with("selves"))
    }

    /// Returns whether a predicate is negated by a word that hangs on it.
    #[must_use]
    pub fn is_negated(&self, at: usize) -> bool {
        let negates = |kid: usize| {
            let status = self.cues.status(&self.lemmas[kid], CueKind::Modifier);
            status == Some(Status::Negation)
        };
        self.tree.children_by(at, "advmod").any(negates)
    }

    /// Returns the predicate of the clause that `at` stands in: the nearest ancestor (or itself)
    /// that heads a clause.
    #[must_use]
    pub fn clause_head(&self, at: usize) -> usize {
        let heads_clause = |&up: &usize| {
            matches!(self.rel(up), "root" | "ccomp" | "xcomp" | "advcl" | "acl" | "parataxis")
                || (self.rel(up) == "conj" && self.is_predicate(up))
        };
        std::iter::once(at).chain(self.tree.ancestors(at)).find(heads_clause).unwrap_or(at)
    }

    /// Returns for each token whether it stands in the clause of `at`, its complements and phrases
    /// included, clauses joined with subjects of their own left out.
    #[must_use]
    pub fn clause_tokens(&self, at: usize) -> Vec<bool> {
        let top = self.clause_head(at);
        let mut inside = vec![false; self.tree.len()];
        let mut open = vec![top];
        // The subject of an infinitive stands with the verb above ("a base is said to have been
        // built").
        let mut verb = top;
        while self.rel(verb) == "xcomp"
            && let Some(head) = self.tree.head(verb)
        {
            open.extend(self.tree.children_by(head, "nsubj"));
            verb = head;
        }
        while let Some(next) = open.pop() {
            if std::mem::replace(&mut inside[next], true) {
                continue;
            }
            open.extend(self.tree.children(next).filter(|&kid| !self.is_apart(kid)));
        }
        inside
    }

    fn is_apart(&self, at: usize) -> bool {
        match self.rel(at) {
            "parataxis" => true,
            "conj" => self.upos(at) == Upos::Verb,
            "advcl" => self.tree.child(at, "nsubj").is_some(),
            _ => false,
        }
    }

    /// Returns the descendants of `at` within the same clause, at most `depth` levels down.
    #[must_use]
    pub fn near(&self, at: usize, depth: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut level = vec![at];
        for _ in 0..depth {
            let kids = level.iter().flat_map(|&up| self.tree.children(up));
            let next: Vec<usize> = kids
                .filter(|&kid| !matches!(self.rel(kid), "ccomp" | "advcl" | "parataxis" | "acl"))
                .collect();
            found.extend(&next);
            level = next;
        }
        found
    }
}
