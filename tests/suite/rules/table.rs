//! The table of rules: its page, and that nothing cites a rule that it does not have.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use wayhome::domain::rule::{self, By, RULES, Rule};

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn rules_page_is_what_the_table_gives() {
    let path = root("resources/docs/RULES.md");
    if std::env::var_os("WAYHOME_WRITE").is_some() {
        fs::write(&path, rule::page()).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == rule::page(), "the page is old: WAYHOME_WRITE=1 cargo test --test suite rules_page");
}

#[test]
fn a_rule_is_found_by_its_id() {
    assert_eq!(Rule::from_id("r-enr-17B"), Some(Rule::R_ENR_17B));
    assert_eq!(Rule::from_id("R-ENR-99"), None);
    for info in RULES {
        assert_eq!(Rule::from_id(info.id).map(Rule::id), Some(info.id));
        assert!(info.says.ends_with('.') && info.advice.ends_with('.'), "{}: sentences", info.id);
        assert!(!info.says.contains('|') && !info.advice.contains('|'), "{}: it would break the page's table", info.id);
        assert!(info.by != By::Check || info.severity.is_some(), "{}", info.id);
    }
}

/// Every id that any source cites, in code or in a comment.
fn cited(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            cited(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        for part in text.split("R-").skip(1) {
            let word: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let numbered = word.split_once('-').filter(|(kind, n)| {
                !kind.is_empty()
                    && kind.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                    && n.starts_with(|c: char| c.is_ascii_digit())
            });
            if let Some((kind, number)) = numbered {
                let number: String = number.chars().take_while(|c| c.is_ascii_digit() || c.is_ascii_lowercase()).collect();
                found.insert(format!("R-{kind}-{number}"));
            }
        }
    }
}

#[test]
fn nothing_cites_a_rule_that_is_not_in_the_table() {
    let mut found = BTreeSet::new();
    cited(&root("src"), &mut found);
    assert!(found.len() > 40, "{found:?}");
    found.retain(|id| Rule::from_id(id).is_none());
    assert!(found.is_empty(), "{found:?}");
}
