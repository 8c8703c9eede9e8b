//! Form fields after the GOV.UK pattern: label, hint, error, input, in this order; the error is
//! announced with the input (WCAG 2.2 3.3.1, 3.3.3) and listed once more in the summary on top.

use super::counter::{Counter, counted};
use crate::{i18n::t, wire::text::TextProblem};
use leptos::prelude::*;

/// What a field is for decides its keyboard, its autofill and its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// 18 digits, filled in by password managers as the user name.
    Nip,
    /// The same of somebody else: not filled in.
    Number,
    Password,
    NewPassword,
    /// Letters and digits from paper or from a letter.
    PaperCode,
    /// Six digits, or eight; no `maxlength`, so that pasting with spaces works.
    OneTimeCode,
    Text,
    /// Of a site.
    Address,
    /// A day and a time, in a zone that its hint or another field names.
    Moment,
    Day,
    /// An address of e-mail.
    Mailbox,
}

#[component]
pub fn Field(
    /// The input's id and name.
    id: &'static str,
    kind: FieldKind,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(optional, into)] value: String,
    /// How many characters it may have: they are counted below it.
    #[prop(optional)]
    longest: Option<usize>,
    /// The id of the form that it belongs to, where it stands outside.
    #[prop(optional)]
    form: Option<&'static str>,
    #[prop(optional_no_strip)] error: Option<String>,
    /// What stands below the input.
    #[prop(optional_no_strip)]
    below: Option<AnyView>,
) -> impl IntoView {
    let hint_id = format!("{id}-petunjuk");
    let error_id = format!("{id}-galat");
    let counter = longest.map(|longest| Counter::of(id, &value, longest));
    let described_by = described_by([
        error.is_some().then_some(&error_id),
        hint.is_some().then_some(&hint_id),
        counter.as_ref().map(|counter| &counter.id),
    ]);
    let invalid = error.is_some().then_some("true");
    let is_secret = matches!(kind, FieldKind::Password | FieldKind::NewPassword);
    let capitals = match kind {
        FieldKind::Password | FieldKind::NewPassword | FieldKind::Address | FieldKind::Mailbox => {
            Some("none")
        }
        FieldKind::PaperCode => Some("characters"),
        _ => None,
    };
    let (class, input_type, mode, autocomplete) = match kind {
        FieldKind::Nip => (Some("number"), "text", Some("numeric"), "username"),
        FieldKind::Number => (Some("number"), "text", Some("numeric"), "off"),
        FieldKind::Password => (None, "password", None, "current-password"),
        FieldKind::NewPassword => (None, "password", None, "new-password"),
        FieldKind::PaperCode => (Some("paper-code"), "text", None, "off"),
        FieldKind::OneTimeCode => (Some("code"), "text", Some("numeric"), "one-time-code"),
        FieldKind::Text => (None, "text", None, "off"),
        FieldKind::Address => (None, "text", Some("url"), "off"),
        FieldKind::Moment => (None, "datetime-local", None, "off"),
        FieldKind::Day => (None, "date", None, "off"),
        FieldKind::Mailbox => (None, "text", Some("email"), "off"),
    };
    let input = view! {
        <input
            class=class
            id=id
            name=id
            form=form
            type=input_type
            inputmode=mode
            autocomplete=autocomplete
            autocapitalize=capitals
            spellcheck="false"
            aria-describedby=described_by
            aria-invalid=invalid
            value=(!value.is_empty()).then_some(value)
        />
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <FieldError id=error_id error=error /> })}
            {if is_secret {
                view! {
                    <div class="field-row">
                        {input}
                        <button
                            class="reveal"
                            type="button"
                            aria-controls=id
                            aria-label=t().login.show_password
                            data-word=t().login.hide
                            data-label=t().login.hide_password
                            hidden
                        >
                            {t().login.show}
                        </button>
                    </div>
                }
                .into_any()
            } else {
                input.into_any()
            }}
            {counter.map(counted)}
            {below}
        </div>
    }
}

/// A field for several lines.
#[component]
pub fn TextArea(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(into)] value: String,
    /// How many characters it may have: they are counted below it.
    #[prop(optional)]
    longest: Option<usize>,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-petunjuk");
    let error_id = format!("{id}-galat");
    let counter = longest.map(|longest| Counter::of(id, &value, longest));
    let described_by = described_by([
        error.is_some().then_some(&error_id),
        hint.is_some().then_some(&hint_id),
        counter.as_ref().map(|counter| &counter.id),
    ]);
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <FieldError id=error_id error=error /> })}
            <textarea id=id name=id rows="6" aria-describedby=described_by aria-invalid=invalid>
                {value}
            </textarea>
            {counter.map(counted)}
        </div>
    }
}

/// What is wrong with the text of a field.
#[must_use]
pub fn text_problem(field: &str, problem: TextProblem) -> String {
    let words = &t().common;
    match problem {
        TextProblem::TooLong { characters, limit } => (words.too_long)(field, characters, limit),
        TextProblem::Unreadable => (words.unreadable)(field),
    }
}

/// One of several: radio buttons under one heading.
#[component]
pub fn Choice(
    /// The name of the field; the first button has it as its id.
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    /// Value and words of each.
    choices: Vec<(&'static str, &'static str)>,
    chosen: &'static str,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-petunjuk");
    let error_id = format!("{id}-galat");
    let described_by = described_by([
        error.is_some().then_some(&error_id),
        hint.is_some().then_some(&hint_id),
        None,
    ]);
    let invalid = error.is_some().then_some("true");
    let choices = choices.into_iter().enumerate().map(|(at, (value, words))| {
        let own_id = if at == 0 { id.to_owned() } else { format!("{id}-{value}") };
        view! {
            <label class="check">
                <input id=own_id type="radio" name=id value=value checked={value == chosen} />
                <span>{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field" role="radiogroup" aria-describedby=described_by aria-invalid=invalid>
            <legend>{label}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <FieldError id=error_id error=error /> })}
            {choices.collect_view()}
        </fieldset>
    }
}

/// One of many.
#[component]
pub fn Select(
    id: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    /// Value and words of each.
    choices: Vec<(String, String)>,
    #[prop(into)] chosen: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-petunjuk");
    let error_id = format!("{id}-galat");
    let described_by = described_by([
        error.is_some().then_some(&error_id),
        hint.is_some().then_some(&hint_id),
        None,
    ]);
    let invalid = error.is_some().then_some("true");
    let choices = choices.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {error.map(|error| view! { <FieldError id=error_id error=error /> })}
            <select id=id name=id aria-describedby=described_by aria-invalid=invalid>
                {choices.collect_view()}
            </select>
        </div>
    }
}

#[component]
pub fn FieldError(id: String, error: String) -> impl IntoView {
    view! {
        <p class="field-error" id=id>
            <span class="visually-hidden">{t().common.error_prefix}</span>
            {error}
        </p>
    }
}

fn described_by(ids: [Option<&String>; 3]) -> Option<String> {
    let ids = ids.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    (!ids.is_empty()).then_some(ids)
}

/// The problems of a form, each a link to its field. It takes focus when the page has loaded.
#[component]
pub fn ErrorSummary(
    /// The id of the field and what is wrong with it.
    problems: Vec<(&'static str, String)>,
) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        let items = problems.into_iter().map(|(id, text)| {
            view! { <li><a href=format!("#{id}")>{text}</a></li> }
        });
        view! {
            <div class="error-summary" role="alert" tabindex="-1" aria-labelledby="galat-judul">
                <h2 id="galat-judul">{t().common.error_summary}</h2>
                <ul>{items.collect_view()}</ul>
            </div>
        }
    })
}

/// What is wrong with one field, out of all that is wrong with the form.
#[must_use]
pub fn error_of(id: &str, problems: &[(&'static str, String)]) -> Option<String> {
    problems.iter().find(|(field, _)| *field == id).map(|(_, text)| text.clone())
}
