//! The numbers of a chart: round ticks that span its values, how a number is written, and the sentence about all of them.

/// The most ticks on a scale.
const TICKS: f64 = 4.0;
/// Values beyond this stand at the end of the scale; no report counts so far.
const MOST: f64 = 1e15;

/// A scale from its lowest tick to its highest, zero among them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    /// The scale of some values; what is no number is left out.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let seen = values.filter(|v| v.is_finite()).map(|v| v.clamp(-MOST, MOST));
        let (low, high) = seen.fold((0.0_f64, 0.0_f64), |(low, high), v| (low.min(v), high.max(v)));
        let span = (high - low).max(1.0);
        let power = 10.0_f64.powf((span / TICKS).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].map(|n| n * power).into_iter().find(|step| span / step <= TICKS).unwrap_or(power * 10.0);
        Self { low: (low / step).floor() * step, high: (high / step).ceil().max(1.0) * step, step }
    }

    /// Its ticks, from the lowest.
    pub fn ticks(&self) -> impl Iterator<Item = f64> {
        let Self { low, high, step } = *self;
        let count = ((high - low) / step).round().clamp(0.0, 16.0) as u32;
        (0..=count).map(move |n| low + step * f64::from(n))
    }

    /// How much of the scale lies above a value: 0 at the top, 1 at the bottom.
    pub fn part_above(&self, value: f64) -> f32 {
        (((self.high - value) / (self.high - self.low)) as f32).clamp(0.0, 1.0)
    }
}

/// A value in words: whole numbers without decimals, thousands apart.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        return "no value".to_owned();
    }
    let text = if (value - value.round()).abs() < 0.05 { format!("{:.0}", value.abs()) } else { format!("{:.1}", value.abs()) };
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut apart = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    let sign = if value < -0.05 { "-" } else { "" };
    format!("{sign}{apart}{rest}")
}

/// The highest, the lowest and the last value in a sentence.
pub fn summary(values: &[(String, f64)]) -> String {
    let known = || values.iter().filter(|(_, value)| value.is_finite());
    let said = |found: Option<&(String, f64)>| found.map_or_else(String::new, |(name, value)| format!("{} in {name}", number(*value)));
    let highest = said(known().max_by(|a, b| a.1.total_cmp(&b.1)));
    let lowest = said(known().min_by(|a, b| a.1.total_cmp(&b.1)));
    format!("{} values; highest {highest}, lowest {lowest}, last {}", known().count(), said(known().next_back()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(values: &[f64]) -> Vec<f64> {
        Scale::of(values.iter().copied()).ticks().collect()
    }

    #[test]
    fn ticks_are_round_and_span_the_values() {
        assert_eq!(ticks(&[3.0, 17.0]), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(&[0.0]), [0.0, 0.5]);
        assert_eq!(ticks(&[-4.0, 4.0]), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(ticks(&[980.0]), [0.0, 500.0, 1000.0]);
    }

    #[test]
    fn no_value_breaks_the_scale() {
        for values in [&[][..], &[f64::NAN], &[f64::INFINITY, 1.0], &[f64::MAX, f64::MIN], &[1e-300]] {
            let scale = Scale::of(values.iter().copied());
            assert!(scale.ticks().count() < 20, "{values:?}");
            for value in values {
                let part = scale.part_above(*value);
                assert!(value.is_nan() || (0.0..=1.0).contains(&part), "{value}: {part} in {scale:?}");
            }
        }
    }

    #[test]
    fn numbers_are_written_as_people_read_them() {
        for (value, text) in [(0.0, "0"), (1234.0, "1,234"), (1_234_567.8, "1,234,567.8"), (-12.0, "-12"), (999.0, "999"), (0.5, "0.5")] {
            assert_eq!(number(value), text);
        }
        assert_eq!(number(f64::NAN), "no value");
    }

    #[test]
    fn the_summary_names_the_ends_and_the_last() {
        let values = [("May", 4.0), ("June", 9.0), ("July", 2.0), ("August", 5.0)].map(|(name, value)| (name.to_owned(), value));
        assert_eq!(summary(&values), "4 values; highest 9 in June, lowest 2 in July, last 5 in August");
    }
}
