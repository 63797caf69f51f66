//! How a name sounds, roughly, so that it is found although it was written as it was heard: `Philips` and `Filipps`, `Hernandes` and
//! `Ernandez`. Coarse on purpose: whoever asks compares the letters as well.

/// The sound of a folded word ([`fold`](super::letters::fold)): its consonants, each as one of those that it is mistaken for, and one
/// sign for a vowel at its beginning.
pub fn key(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let at = |n: usize| letters.get(n).copied().unwrap_or(' ');
    let mut key = String::with_capacity(word.len());
    // A letter that stands twice is heard once; with a vowel between them it is heard twice.
    let mut last = ' ';
    let mut n = 0;
    while n < letters.len() {
        let (sound, taken) = sound(at(n), at(n + 1), at(n + 2), key.is_empty());
        if let Some(sound) = sound
            && sound != last
        {
            key.push(sound);
        }
        last = sound.unwrap_or(if is_vowel(at(n)) { ' ' } else { last });
        n += taken;
    }
    key
}

/// What these letters sound like, and how many of them are one sound.
fn sound(letter: char, next: char, third: char, first: bool) -> (Option<char>, usize) {
    let soft = matches!(next, 'e' | 'i' | 'y');
    match (letter, next) {
        ('p', 'h') => (Some('f'), 2),
        ('k' | 'g', 'n') if first => (Some('n'), 2),
        ('w', 'r') if first => (Some('r'), 2),
        ('g', 'h') if first => (Some('k'), 2),
        ('g', 'h') => (None, 2),
        ('s', 'c') if third == 'h' => (Some('x'), 3),
        ('s' | 'c' | 't', 'h') => (Some(if letter == 't' { 't' } else { 'x' }), 2),
        ('c', 'k') => (Some('k'), 2),
        ('d', 'g') => (Some('j'), 2),
        ('q', 'u') => (Some('k'), 2),
        ('c', _) => (Some(if soft { 's' } else { 'k' }), 1),
        ('g', _) => (Some(if soft { 'j' } else { 'k' }), 1),
        ('q', _) => (Some('k'), 1),
        ('x', _) => (Some('s'), 1),
        ('z', _) => (Some('s'), 1),
        ('d', _) => (Some('t'), 1),
        ('b', _) => (Some('p'), 1),
        ('v', _) => (Some('f'), 1),
        ('m', _) => (Some('n'), 1),
        // Heard before a vowel at the beginning, if at all.
        ('h' | 'w', _) => (None, 1),
        (vowel, _) if is_vowel(vowel) => (first.then_some('a'), 1),
        (other, _) => (Some(other), 1),
    }
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_sounds_alike_has_one_key() {
        for (one, other) in [
            ("philips", "filipps"),
            ("hernandez", "ernandes"),
            ("katherine", "catharyn"),
            ("schmidt", "shmit"),
            ("knight", "nite"),
            ("wright", "rite"),
            ("reilly", "rielly"),
            ("gonzalez", "gonsales"),
            ("johnson", "jonson"),
            ("mohamed", "muhammad"),
            ("stephen", "steven"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn what_sounds_different_has_not() {
        for (one, other) in [("rivera", "romero"), ("lee", "ray"), ("garcia", "gomez"), ("ann", "tim")] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    proptest! {
        #[test]
        fn any_word_has_a_sound(word in ".*") {
            prop_assert!(key(&word).chars().count() <= word.chars().count());
        }
    }
}
