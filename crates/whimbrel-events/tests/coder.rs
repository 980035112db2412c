//! The coder on hand-made trees with a small codebook: one syntactic construction a test.

use std::collections::BTreeMap;
use whimbrel_codebook::{Codebook, EventType, Stance, Status};
use whimbrel_events::{Coding, Detail, builtin, code};
use whimbrel_text::{ActorClass, Sentence, Upos, conllu};

const FRAMES: &str = r#"
[[frame]]
id = "assault.attack"
verb = ["attack", "shell", "storm"]
noun = ["attack"]
cameo = "190"
examples = [{ text = "Russia attacked Kharkiv." }]

[[frame]]
id = "assault.destroy"
verb = ["destroy"]
object = ["depot"]
mode = "destroy"
cameo = "190"
examples = [{ text = "Russia destroyed a depot." }]
"#;

const TALK_FRAMES: &str = r#"
[[frame]]
id = "consult.talks"
noun = ["talk"]
actor = "subject | between"
recipient = "with"
mutual = true
cameo = "040"
examples = [{ text = "Iran held talks with Turkey." }]

[[frame]]
id = "consult.visit"
verb = ["visit"]
mode = "visit"
cameo = "042"
examples = [{ text = "Xi visited Serbia." }]
"#;

const THREATS: &str = r#"
[[frame]]
id = "threaten.verb"
verb = ["threaten"]
noun = ["threat"]
governs = true
cameo = "130"
examples = [{ text = "Russia threatened to attack Ukraine." }]
"#;

const MODALS: &str = r#"
[[frame]]
id = "request.must"
modal = ["must"]
actor = "speaker"
recipient = "subject"
requires = ["speaker"]
governs = true
content = ["*"]
cameo = "100"
examples = [{ text = "Ankara said Greece must stop its visits." }]
"#;

/// The program's codebook with its frames replaced by the few above.
fn codebook() -> Codebook {
    let mut files: BTreeMap<String, String> = builtin::files();
    files.retain(|path, _| !path.starts_with("frames/"));
    for (name, text) in
        [("assault", FRAMES), ("consult", TALK_FRAMES), ("threaten", THREATS), ("request", MODALS)]
    {
        files.insert(format!("frames/{name}.toml"), text.to_owned());
    }
    Codebook::read(&files).expect("the small codebook is right")
}

/// Reads lines of `form lemma UPOS head deprel [xpos]`.
fn tree(lines: &str) -> Sentence {
    let mut input = String::new();
    for (at, line) in lines.trim().lines().enumerate() {
        let f: Vec<&str> = line.split_whitespace().collect();
        let xpos = f.get(5).unwrap_or(&"_");
        input += &format!(
            "{}\t{}\t{}\t{}\t{xpos}\t_\t{}\t{}\t_\t_\n",
            at + 1,
            f[0],
            f[1],
            f[2],
            f[3],
            f[4]
        );
    }
    input.push('\n');
    let (mut sentences, problems) = conllu::read(&input);
    assert!(problems.is_empty(), "{problems:?}");
    sentences.remove(0)
}

/// Proper nouns and capitalised adjectives are states, pronouns pronouns, the rest things.
fn classes(sentence: &Sentence) -> Vec<ActorClass> {
    let class = |t: &whimbrel_text::Token| match t.upos {
        Upos::Propn => ActorClass::State,
        Upos::Adj if t.form.starts_with(char::is_uppercase) => ActorClass::State,
        Upos::Pron => ActorClass::Pronoun,
        _ => ActorClass::Thing,
    };
    sentence.tokens.iter().map(class).collect()
}

struct Coded {
    sentence: Sentence,
    coding: Coding,
}

fn coded(lines: &str) -> Coded {
    let sentence = tree(lines);
    let coding = code(&codebook(), &sentence, classes(&sentence), Detail::Unrecorded);
    Coded { sentence, coding }
}

impl Coded {
    fn words(&self, heads: &[usize]) -> String {
        heads.iter().map(|&at| self.sentence.tokens[at].form.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// One line an event: `TYPE trigger: actors > recipients`.
    fn lines(&self) -> Vec<String> {
        let line = |e: &whimbrel_events::CodedEvent| {
            let trigger = &self.sentence.tokens[e.trigger].form;
            let (actors, recipients) = (self.words(&e.actors), self.words(&e.recipients));
            format!("{} {trigger}: {actors} > {recipients}", e.event.code())
        };
        self.coding.events.iter().map(line).collect()
    }
}

#[test]
fn active_and_passive_give_the_same_parties() {
    let active = coded(
        "Russia Russia PROPN 2 nsubj\nattacked attack VERB 0 root VBD\nUkraine Ukraine PROPN 2 obj",
    );
    assert_eq!(active.lines(), ["ASSAULT attacked: Russia > Ukraine"]);
    let passive = coded(
        "Ukraine Ukraine PROPN 3 nsubj:pass\nwas be AUX 3 aux:pass\nattacked attack VERB 0 root VBN\nby by ADP 5 case\nRussia Russia PROPN 3 obl:agent",
    );
    assert_eq!(passive.lines(), ["ASSAULT attacked: Russia > Ukraine"]);
}

#[test]
fn joined_parties_are_lists() {
    let found = coded(
        "Russia Russia PROPN 4 nsubj\nand and CCONJ 3 cc\nBelarus Belarus PROPN 1 conj\nattacked attack VERB 0 root VBD\nUkraine Ukraine PROPN 4 obj",
    );
    assert_eq!(found.lines(), ["ASSAULT attacked: Russia Belarus > Ukraine"]);
}

#[test]
fn joined_verbs_share_their_subject() {
    let found = coded(
        "Russia Russia PROPN 2 nsubj\nattacked attack VERB 0 root VBD\nUkraine Ukraine PROPN 2 obj\nand and CCONJ 5 cc\nvisited visit VERB 2 conj VBD\nSerbia Serbia PROPN 5 obj",
    );
    assert_eq!(
        found.lines(),
        ["ASSAULT attacked: Russia > Ukraine", "CONSULT visited: Russia > Serbia"]
    );
}

#[test]
fn an_event_noun_takes_its_parties_from_adjective_and_phrase() {
    let found = coded(
        "A a DET 3 det\nRussian russian ADJ 3 amod\nattack attack NOUN 6 nsubj\non on ADP 5 case\nKharkiv Kharkiv PROPN 3 nmod\nfailed fall VERB 0 root",
    );
    assert_eq!(found.lines(), ["ASSAULT attack: Russian > Kharkiv"]);
}

#[test]
fn an_event_noun_takes_its_actor_from_the_light_verb_and_both_sides_are_actors() {
    let found = coded(
        "Iran Iran PROPN 2 nsubj\nheld hold VERB 0 root VBD\ntalks talk NOUN 2 obj\nwith with ADP 5 case\nTurkey Turkey PROPN 3 nmod",
    );
    assert_eq!(found.lines(), ["CONSULT talks: Iran Turkey > "]);
}

#[test]
fn a_threat_takes_up_what_is_threatened() {
    let found = coded(
        "Russia Russia PROPN 2 nsubj\nthreatened threaten VERB 0 root VBD\nto to PART 4 mark\nattack attack VERB 2 xcomp VB\nUkraine Ukraine PROPN 4 obj",
    );
    assert_eq!(found.lines(), ["THREATEN threatened: Russia > Ukraine"]);
    assert_eq!(found.coding.events[0].mode, ["violence"]);
    assert_eq!(found.coding.unrecorded.len(), 1);
}

#[test]
fn relative_clauses_and_participles_find_the_noun_they_hang_on() {
    let relative = coded(
        "Russia Russia PROPN 0 root\nwhich which PRON 3 nsubj\nattacked attack VERB 1 acl:relcl VBD\nUkraine Ukraine PROPN 3 obj",
    );
    assert_eq!(relative.lines(), ["ASSAULT attacked: Russia > Ukraine"]);
    let participle = coded(
        "Kharkiv Kharkiv PROPN 0 root\nattacked attack VERB 1 acl VBN\nby by ADP 4 case\nRussia Russia PROPN 2 obl:agent",
    );
    assert_eq!(participle.lines(), ["ASSAULT attacked: Russia > Kharkiv"]);
}

#[test]
fn a_controlled_infinitive_finds_its_subject() {
    let found = coded(
        "Moscow Moscow PROPN 2 nsubj\nordered order VERB 0 root VBD\nBelarus Belarus PROPN 2 obj\nto to PART 5 mark\nattack attack VERB 2 xcomp VB\nPoland Poland PROPN 5 obj",
    );
    assert_eq!(found.lines(), ["ASSAULT attack: Belarus > Poland"]);
}

#[test]
fn a_party_below_the_object_is_found() {
    let found = coded(
        "Israel Israel PROPN 2 nsubj\ndestroyed destroy VERB 0 root VBD\na a DET 5 det\nSyrian syrian ADJ 5 amod\ndepot depot NOUN 2 obj",
    );
    let lower = found.lines();
    assert_eq!(lower, ["ASSAULT destroyed: Israel > Syrian"]);
}

#[test]
fn negation_future_and_condition_are_told_apart() {
    let negated = coded(
        "Russia Russia PROPN 4 nsubj\ndid do AUX 4 aux\nnot not PART 4 advmod\nattack attack VERB 0 root VB\nUkraine Ukraine PROPN 4 obj",
    );
    let event = &negated.coding.events[0];
    assert_eq!(
        (event.status, negated.words(&event.status_words).as_str()),
        (Status::Negation, "not")
    );
    let conditional = coded(
        "Russia Russia PROPN 3 nsubj\nmay may AUX 3 aux\nattack attack VERB 0 root VB\nUkraine Ukraine PROPN 3 obj",
    );
    assert_eq!(conditional.coding.events[0].status, Status::Hypothetical);
}

#[test]
fn a_future_meeting_is_an_agreement_with_its_cue() {
    let found = coded(
        "Xi Xi PROPN 3 nsubj\nwill will AUX 3 aux\nvisit visit VERB 0 root VB\nSerbia Serbia PROPN 3 obj",
    );
    let event = &found.coding.events[0];
    assert_eq!(event.event, EventType::Agree);
    assert_eq!((event.status, found.words(&event.status_words).as_str()), (Status::Actual, "will"));
}

#[test]
fn the_speaker_stands_above_or_beside_the_clause() {
    let above = coded(
        "Kyiv Kyiv PROPN 2 nsubj\nclaimed claim VERB 0 root VBD\nRussia Russia PROPN 4 nsubj\nattacked attack VERB 2 ccomp VBD\nPoland Poland PROPN 4 obj",
    );
    let source = above.coding.events[0].attribution.clone().expect("a speaker is named");
    assert_eq!((source.speaker, source.cue, source.stance), (Some(0), 1, Stance::Alleges));
    let beside = coded(
        "Russia Russia PROPN 2 nsubj\nattacked attack VERB 0 root VBD\nPoland Poland PROPN 2 obj\nKyiv Kyiv PROPN 5 nsubj\nsaid say VERB 2 parataxis VBD",
    );
    let source = beside.coding.events[0].attribution.clone().expect("a speaker is named");
    assert_eq!((source.speaker, source.stance), (Some(3), Stance::States));
}

#[test]
fn of_two_subjects_the_nearer_one_speaks() {
    let found = coded(
        "Russia Russia PROPN 3 nsubj\n, , PUNCT 3 punct\nsaid say VERB 0 root VBD\nKyiv Kyiv PROPN 3 nsubj\n, , PUNCT 3 punct\nattacked attack VERB 3 ccomp VBD\nPoland Poland PROPN 6 obj",
    );
    let source = found.coding.events[0].attribution.clone().expect("a speaker is named");
    assert_eq!(source.speaker, Some(3));
}

#[test]
fn a_broken_tree_does_not_hang_or_panic() {
    let mut sentence = tree(
        "Russia Russia PROPN 2 nsubj\nattacked attack VERB 0 root VBD\nUkraine Ukraine PROPN 2 obj",
    );
    sentence.tokens[1].head = Some(0);
    let classes = classes(&sentence);
    let _ = code(&codebook(), &sentence, classes, Detail::Trace);
}

#[test]
fn a_wrong_name_is_an_error_with_file_line_and_hint() {
    let mut files = builtin::files();
    let frame = "[[frame]]\nid = \"aid.x\"\nverb = [\"x\"]\ncameo = \"0700\"\nactor = \"sub ject\"\nmode = \"vist\"\n";
    files.insert("frames/consult.toml".to_owned(), frame.to_owned());
    let problems = Codebook::read(&files).expect_err("the frame is wrong");
    let ours: Vec<_> = problems
        .iter()
        .filter(|p| p.file == "frames/consult.toml")
        .map(ToString::to_string)
        .collect();
    assert_eq!(ours.len(), 4, "{ours:?}");
    let hint = ":6: CONSULT has no mode `vist`; did you mean `visit`?";
    assert!(ours.iter().any(|p| p.contains(hint)), "{ours:?}");
}

#[test]
fn what_another_is_said_to_have_to_do_is_a_request() {
    let found = coded(
        "Ankara Ankara PROPN 2 nsubj\nsaid say VERB 0 root VBD\nGreece Greece PROPN 5 nsubj\nmust must AUX 5 aux\nvisit visit VERB 2 ccomp VB\nIsrael Israel PROPN 5 obj",
    );
    assert_eq!(found.lines(), ["REQUEST must: Ankara > Greece"]);
    assert_eq!(found.coding.events[0].mode, ["meet"]);
}

#[test]
fn what_will_not_be_done_is_refused() {
    let found = coded(
        "Xi Xi PROPN 4 nsubj\nwill will AUX 4 aux\nnot not PART 4 advmod\nvisit visit VERB 0 root VB\nSerbia Serbia PROPN 4 obj",
    );
    assert_eq!(found.lines(), ["REJECT visit: Xi > Serbia"]);
}
