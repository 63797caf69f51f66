//! A control with its name above it and what the rules say below it.
//!
//! Keys: none of its own; a click on the name gives the control the keyboard. The `?` at the end of the name's line is for the mouse
//! and no stop for Tab, because F1 does the same.
//!
//! States: required, with help (as a text, or as `?` where the help stands elsewhere), with a warning, with a hint, with findings.
//!
//! ```ignore
//! field("Referral Result", control)
//!     .required(true)
//!     .help(Some("How the referral ended."))
//!     .on_help(Message::Help(at::event::REFERRAL_RESULT))
//!     .findings(findings)
//! ```

use super::access::{Info, Live, Role};
use super::badge::tone_icon;
use super::button::{Kind, button};
use super::semantics::semantics;
use super::wrap::forward;
use super::{Element, draw, focus};
use crate::app::icon;
use crate::app::theme::{Tone, space, text as roles};
use crate::domain::finding::Severity;
use iced::Fill;
use iced::advanced::widget::{Operation, Tree, Widget};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, renderer};
use iced::widget::{Column, column, container, row};
use iced::{Event, Rectangle, Renderer, Theme, mouse};
use std::borrow::Cow;

/// See [`field`].
pub struct Field<'a, M> {
    label: Cow<'static, str>,
    control: Element<'a, M>,
    help: Option<String>,
    warns: Option<String>,
    on_help: Option<M>,
    hint: Option<String>,
    required: bool,
    findings: Vec<(Severity, String)>,
}

/// A control with its name above it; a click on the name gives the control the focus.
pub fn field<'a, M>(label: impl Into<Cow<'static, str>>, control: impl Into<Element<'a, M>>) -> Field<'a, M> {
    Field {
        label: label.into(),
        control: control.into(),
        help: None,
        warns: None,
        on_help: None,
        hint: None,
        required: false,
        findings: Vec::new(),
    }
}

impl<'a, M> Field<'a, M> {
    /// What the question means, between name and control.
    pub fn help(mut self, help: Option<&str>) -> Self {
        self.help = help.map(str::to_owned);
        self
    }

    /// What must be known before it is asked or answered, after the meaning; alone it is as plain as the answer.
    pub fn warns(mut self, warns: Option<&str>) -> Self {
        self.warns = warns.map(str::to_owned);
        self
    }

    /// There is more help elsewhere: a `?` at the end of the name's line sends this.
    pub fn on_help(mut self, message: M) -> Self {
        self.on_help = Some(message);
        self
    }

    /// A short explanation below the control: the format, the consequence.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says so at the end of the name's line.
    pub const fn required(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// What the rules say, the most important first.
    pub fn findings(mut self, findings: Vec<(Severity, String)>) -> Self {
        self.findings = findings;
        self
    }
}

/// The tone of a finding.
pub const fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Note => Tone::Info,
        Severity::Fix => Tone::Warn,
        Severity::Stop => Tone::Bad,
    }
}

/// A finding as a line: icon and words in its tone; announced when it appears.
pub fn finding<'a, M: 'a>(severity: Severity, words: impl Into<String>) -> Element<'a, M> {
    let words = words.into();
    sign(severity, Info { live: Live::Polite, ..Info::new(Role::Status, words.clone()) }, words)
}

/// The same as one of a list that is read when somebody comes to it: all at once nobody could follow.
pub fn listed<'a, M: 'a>(severity: Severity, words: impl Into<String>) -> Element<'a, M> {
    let words = words.into();
    sign(severity, Info::new(Role::Status, words.clone()), words)
}

fn sign<'a, M: 'a>(severity: Severity, info: Info, words: String) -> Element<'a, M> {
    let tone = tone(severity);
    let sign = tone_icon(tone).map(|it| icon::icon(it).size(14).line_height(16.0 / 14.0).style(roles::tone(tone)));
    semantics(info, row![sign, roles::toned(words, tone).width(Fill)].spacing(6))
}

impl<'a, M: Clone + 'a> From<Field<'a, M>> for Element<'a, M> {
    fn from(field: Field<'a, M>) -> Self {
        let required = field.required.then(|| roles::hint("required"));
        let ask = field.on_help.map(|message| question(&field.label, message));
        // The name takes what is left, so that a long one is broken into lines and squeezes nothing.
        let name = row![roles::label(field.label).width(Fill), required, ask].spacing(space::S8);
        let below = field.findings.into_iter().map(|(severity, words)| finding(severity, words));
        // One with the name: the control keeps its place, and so the keyboard, where the meaning comes or goes.
        let said = match (field.help, field.warns) {
            // One text of both takes fewer lines.
            (Some(help), Some(warns)) => Some(roles::hint(format!("{help} {warns}"))),
            (help, warns) => help.map(roles::hint).or(warns.map(|words| roles::label(words).style(roles::plain))),
        };
        let name = column![container(name).width(Fill)].push(said).spacing(6);
        let content = Column::new().push(name).push(field.control).push(field.hint.map(roles::hint)).extend(below).spacing(6).width(Fill);
        let info = Info { role: Role::Field, required: field.required, ..Info::default() };
        Element::new(Named { info, content: content.into() })
    }
}

/// The `?` of a field. No higher than its line, so that fields with help and without stand alike, and wide enough to be met.
fn question<'a, M: Clone + 'a>(label: &str, message: M) -> Element<'a, M> {
    let sign = icon::icon(icon::Icon::Help).size(14).line_height(1.0).style(roles::muted).center().width(Fill);
    let name = format!("Help: {label}");
    button(name).kind(Kind::Link).width(24).content(sign).hint("F1").mouse_only().on_press(message).into()
}

struct Named<'a, M> {
    info: Info,
    content: Element<'a, M>,
}

impl<M> Widget<M, Theme, Renderer> for Named<'_, M> {
    forward!(M, but draw);

    /// In a layer of its own. The software renderer compares a layer's boxes one by one with those of the frame before, so that a caret
    /// that blinks or a ring that comes would have everything behind it in the same layer drawn anew. A patch ends where its layer does:
    /// so the layer is a px wider than the ring, whose softened edge would else be left behind when it goes.
    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let Some(place) = layout.bounds().expand(draw::RING + 2.0).intersection(viewport) else { return };
        renderer.with_layer(place, |renderer| {
            self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
        });
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.custom(None, layout.bounds(), &mut self.info);
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        viewport: &Rectangle,
    ) {
        let content = &mut tree.children[0];
        self.content.as_widget_mut().update(content, event, layout, cursor, renderer, clipboard, shell, viewport);
        let on_name = layout.children().next().is_some_and(|name| cursor.is_over(name.bounds()));
        if draw::is_press(event) && on_name && !shell.is_event_captured() {
            focus::go(&mut self.content, content, layout, renderer, focus::Goal::Nth(0));
            shell.capture_event();
            shell.request_redraw();
        }
    }
}
