//! The field for a new password, and the meter in it that says most of what the server will, in the
//! same words, while typing (ASVS 5.0 §6.2, WCAG 2.2 4.1.3). Without a script there is no meter. It
//! never learns the NIP: what an island is given can be read in the page.

use super::field::{Field, FieldKind};
use crate::{
    i18n::t,
    wire::new_password::{NewPasswordProblem, SHORTEST, Strength, judge},
};
use leptos::{leptos_dom::helpers::debounce, prelude::*};
use std::time::Duration;

/// Without a key pressed for so long, a person listens.
const PAUSE: Duration = Duration::from_millis(600);

type Verdict = Result<Strength, NewPasswordProblem>;

/// What is wrong with a new password, and what to do.
#[must_use]
pub fn describe(problem: NewPasswordProblem) -> String {
    let words = &t().new_password;
    match problem {
        NewPasswordProblem::Empty => words.empty.to_owned(),
        NewPasswordProblem::TooShort(typed) => (words.too_short)(typed),
        NewPasswordProblem::TooLong => words.too_long.to_owned(),
        NewPasswordProblem::HoldsNip => words.holds_nip.to_owned(),
        NewPasswordProblem::HoldsName => words.holds_name.to_owned(),
        NewPasswordProblem::Common => words.common.to_owned(),
    }
}

#[component]
pub fn NewPasswordField(
    /// The input's id and name.
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    #[prop(optional_no_strip)] error: Option<String>,
    /// Of the person whose password it will be.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let meter = view! { <PasswordMeter field=id.to_owned() name=name words=words() /> }.into_any();
    view! {
        <Field id=id kind=FieldKind::NewPassword label=label hint=hint error=error below=Some(meter) />
    }
}

/// The words come as properties, because an island knows no language of its own.
#[island]
pub fn PasswordMeter(
    /// The id of the input.
    field: String,
    /// Of the person whose password it will be.
    name: String,
    /// What to say of each verdict, by its [`place`].
    words: Vec<String>,
) -> impl IntoView {
    let verdict = RwSignal::new(None::<Verdict>);
    let said = RwSignal::new(String::new());
    let mut say = debounce(PAUSE, move |verdict: Option<Verdict>| {
        let found = verdict.and_then(|verdict| words.get(place(verdict)));
        said.set(found.cloned().unwrap_or_default());
    });
    on_typing(field, move |typed| {
        let judged = (!typed.is_empty()).then(|| judge(typed, "", &name));
        verdict.set(judged);
        say(judged);
    });
    // The words have their place in the page from the start: only what is put into such a place
    // later is read out. As a whole: a browser that translates the page puts other nodes there.
    view! {
        <div
            class="meter"
            data-level=move || level(verdict.get()).to_string()
            hidden=move || verdict.get().is_none()
            aria-hidden="true"
        >
            <span></span>
            <span></span>
            <span></span>
            <span></span>
        </div>
        <p class="hint" role="status" prop:textContent=said></p>
    }
}

/// How much of the meter is lit: nothing, one for what is refused, and up to four for the rest.
fn level(verdict: Option<Verdict>) -> u8 {
    match verdict {
        None => 0,
        Some(Err(_)) => 1,
        Some(Ok(Strength::Fair)) => 2,
        Some(Ok(Strength::Good)) => 3,
        Some(Ok(Strength::Strong)) => 4,
    }
}

/// Where the words for a verdict stand among all that the meter may have to say.
fn place(verdict: Verdict) -> usize {
    use NewPasswordProblem::{Common, Empty, HoldsName, HoldsNip, TooLong, TooShort};
    match verdict {
        Err(Empty) => 0,
        Err(TooShort(typed)) => usize::from(typed),
        Err(TooLong) => SHORTEST,
        Err(HoldsNip) => SHORTEST + 1,
        Err(HoldsName) => SHORTEST + 2,
        Err(Common) => SHORTEST + 3,
        Ok(Strength::Fair) => SHORTEST + 4,
        Ok(Strength::Good) => SHORTEST + 5,
        Ok(Strength::Strong) => SHORTEST + 6,
    }
}

/// All that the meter may have to say. Words and not verdicts, so that the browser reads no more
/// than text.
fn words() -> Vec<String> {
    use NewPasswordProblem::{Common, Empty, HoldsName, HoldsNip, TooLong, TooShort};
    let short = (1..).take(SHORTEST - 1).map(TooShort);
    let problems =
        std::iter::once(Empty).chain(short).chain([TooLong, HoldsNip, HoldsName, Common]);
    let strengths = Strength::ALL.map(|strength| strength.in_words(t()).to_owned());
    problems.map(describe).chain(strengths).collect()
}

/// Tells what is in the input each time it changes.
fn on_typing(id: String, typed: impl FnMut(&str) + 'static) {
    #[cfg(feature = "hydrate")]
    awake::on_typing(&id, typed);
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, typed);
}

#[cfg(feature = "hydrate")]
mod awake {
    use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::document};
    use std::cell::RefCell;
    use wasm_bindgen::JsCast;
    use web_sys::{EventTarget, HtmlInputElement};

    pub fn on_typing(id: &str, typed: impl FnMut(&str) + 'static) {
        let Some(input) = document().get_element_by_id(id) else { return };
        let Ok(input) = input.dyn_into::<HtmlInputElement>() else { return };
        let typed = RefCell::new(typed);
        let handle = window_event_listener(ev::input, move |event| {
            let here: &EventTarget = input.as_ref();
            if event.target().as_ref() == Some(here) {
                typed.borrow_mut()(&input.value());
            }
        });
        // For as long as the page is open.
        std::mem::forget(handle);
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn the_meter_has_words_for_every_verdict_it_can_come_to() {
        let words = words();
        let typed = ["a", "kopi pagi", "password12345", "siti rahmawati", "kopi pagi di ambon"];
        let long = "k".repeat(2000);
        for typed in typed.into_iter().chain([&*long, "payung cokelat menari keliling"]) {
            let verdict = judge(typed, "", "Siti Rahmawati");
            let said = &words[place(verdict)];
            let expected = match verdict {
                Err(problem) => describe(problem),
                Ok(strength) => strength.in_words(t()).to_owned(),
            };
            assert_eq!(*said, expected, "{typed}");
        }
    }

    #[test]
    fn the_words_name_the_limits_of_the_rule() {
        assert!(describe(NewPasswordProblem::TooShort(8)).contains("8 dari paling sedikit 12 "));
        assert_eq!(SHORTEST, 12);
        assert!(describe(NewPasswordProblem::TooLong).contains("1.024"));
        assert_eq!(crate::wire::new_password::LONGEST, 1024);
    }

    #[test]
    fn the_page_has_neither_a_meter_nor_words_until_something_is_typed() {
        let html = Owner::new().with(|| {
            view! {
                <NewPasswordField id="sandi-baru" label="Baru" hint="12 karakter" name="Siti" />
            }
            .to_html()
        });
        assert!(html.contains(r#"autocomplete="new-password""#), "{html}");
        assert!(html.contains(r#"data-level="0" hidden"#), "{html}");
        assert!(!html.contains("aria-invalid"), "{html}");
    }
}
