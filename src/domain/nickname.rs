//! First names and the short forms that people give for them, all folded ([`fold`](super::letters::fold)).

/// Forms of one name in each line; a short form may stand in several.
const NICKNAMES: &[&[&str]] = &[
    &["alexander", "alex", "alejandro", "sasha"],
    &["andrew", "andy", "drew"],
    &["anthony", "tony", "antonio"],
    &["barbara", "barb", "barbie"],
    &["benjamin", "ben", "benny"],
    &["catherine", "katherine", "kathryn", "kathy", "kate", "katie", "cathy"],
    &["charles", "charlie", "chuck", "carlos"],
    &["christopher", "chris", "topher"],
    &["christina", "christine", "chris", "tina", "chrissy"],
    &["daniel", "dan", "danny"],
    &["david", "dave", "davey"],
    &["deborah", "debra", "deb", "debbie"],
    &["donald", "don", "donnie"],
    &["edward", "ed", "eddie", "ted", "ned"],
    &["elizabeth", "liz", "beth", "betty", "eliza", "lizzie", "betsy"],
    &["francis", "frank", "francisco", "paco"],
    &["frederick", "fred", "freddy"],
    &["gregory", "greg"],
    &["guadalupe", "lupe", "lupita"],
    &["jacob", "jake"],
    &["james", "jim", "jimmy", "jamie"],
    &["jennifer", "jen", "jenny", "jenn"],
    &["jessica", "jess", "jessie"],
    &["john", "johnny", "jack", "jon"],
    &["jonathan", "jon", "john"],
    &["jose", "pepe"],
    &["joseph", "joe", "joey"],
    &["joshua", "josh"],
    &["kenneth", "ken", "kenny"],
    &["lawrence", "larry"],
    &["margaret", "maggie", "meg", "peggy", "marge"],
    &["matthew", "matt"],
    &["michael", "mike", "mick", "mickey"],
    &["mohamed", "mohammed", "muhammad", "mohamud", "mo"],
    &["nicholas", "nick", "nicky"],
    &["pamela", "pam"],
    &["patricia", "pat", "patty", "trish"],
    &["patrick", "pat", "paddy"],
    &["peter", "pete"],
    &["philip", "phillip", "phil"],
    &["raymond", "ray"],
    &["rebecca", "becky", "becca"],
    &["richard", "rick", "dick", "rich", "ricky"],
    &["robert", "rob", "bob", "bobby", "robbie"],
    &["ronald", "ron", "ronnie"],
    &["samantha", "sam", "sammy"],
    &["samuel", "sam", "sammy"],
    &["stephen", "steven", "steve"],
    &["susan", "sue", "susie", "suzanne"],
    &["theodore", "ted", "teddy", "theo"],
    &["theresa", "teresa", "terry", "tess"],
    &["thomas", "tom", "tommy"],
    &["timothy", "tim"],
    &["victoria", "vicky", "tori"],
    &["william", "bill", "will", "billy", "liam"],
    &["zachary", "zach", "zack"],
];

/// True for two different forms of one name.
pub fn are_forms(one: &str, other: &str) -> bool {
    one != other && forms(one).any(|form| form == other)
}

/// The other forms of a name; some may come twice.
pub fn forms(name: &str) -> impl Iterator<Item = &'static str> {
    NICKNAMES.iter().filter(move |line| line.contains(&name)).flat_map(|line| line.iter().copied()).filter(move |form| *form != name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_forms_of_each_other() {
        assert!(are_forms("bob", "robert") && are_forms("robert", "bob") && are_forms("rob", "bob"));
        assert!(!are_forms("bob", "bob") && !are_forms("bob", "william") && !are_forms("", ""));
        assert!(forms("chris").any(|form| form == "christina") && forms("chris").any(|form| form == "christopher"));
    }

    #[test]
    fn the_table_is_folded() {
        let folded = |name: &&str| crate::domain::letters::fold(name) == **name;
        assert!(NICKNAMES.iter().all(|line| line.len() > 1 && line.iter().all(folded)));
    }
}
