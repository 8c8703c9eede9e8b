//! A form that changes something. It says whose page it stands on, so that a page that outlived its
//! session does nothing for whoever logged in after it (`http::owner`).

use super::site;
use crate::paths;
use leptos::prelude::*;

/// What is wrong with a field of a plain form is for the server to say, in its own words.
#[component]
pub fn PostForm(
    /// None where a script sends it.
    #[prop(optional)]
    action: Option<&'static str>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] class: Option<&'static str>,
    /// For whoever hears the page.
    #[prop(optional)]
    label: Option<&'static str>,
    /// What its button says while it is under way.
    #[prop(optional)]
    busy: Option<&'static str>,
    /// Whether a file goes along.
    #[prop(optional)]
    has_file: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let owner = site().owner;
    view! {
        <form id=id class=class method="post" action=action enctype=has_file.then_some("multipart/form-data") aria-label=label data-busy=busy novalidate=action.is_some()>
            {children.map(|children| children())}
            {(!owner.is_empty()).then(|| view! {
                <input type="hidden" name=paths::OWNER value=owner />
            })}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_sends_no_form_knows_the_field() {
        let script = include_str!("passkey.js");
        assert!(script.contains(&format!("[name={}]", paths::OWNER)));
    }
}
