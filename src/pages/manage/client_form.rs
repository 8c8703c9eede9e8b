//! The form of a service that people sign in to: in words, what is needed first, and what is safe already folded.

use crate::{
    api,
    i18n::{client_words, t},
    ui::{
        field::{Choice, Field, FieldKind, Select, TextArea, error_of, text_problem},
        form::PostForm,
    },
    wire::{
        clients::{ClientField, ClientFields, ClientRefusal, RefusedField},
        reset::LONGEST_REASON,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

type Problems = Vec<(&'static str, String)>;
type Choices = Vec<(&'static str, &'static str)>;

#[component]
pub fn Form(
    /// Whether the client is there already.
    known: bool,
    fields: ClientFields,
    services: Vec<(String, String)>,
    has_keycloak: bool,
    beyond_form: Vec<String>,
    is_in_file: bool,
    problems: Problems,
) -> impl IntoView {
    let words = client_words();
    let id = fields.client_id.clone();
    let more = view! { <More fields=fields.clone() has_keycloak=has_keycloak problems=problems.clone() /> };
    let proof = view! { <Proof fields=fields.clone() problems=problems.clone() /> };
    let error = move |id: &str| error_of(id, &problems);
    let mut tiles = vec![(String::new(), words.service_none.to_owned())];
    tiles.extend(services);
    view! {
        <PostForm class="form" action=api::clients::SetClient::PATH>
            {if known {
                view! {
                    <input type="hidden" name="known" value="yes" />
                    <input type="hidden" name="client_id" value=id />
                }
                .into_any()
            } else {
                view! {
                    <Field
                        id="client_id"
                        kind=FieldKind::Address
                        label=words.id
                        hint=words.id_hint
                        value=id
                        error=error("client_id")
                    />
                }
                .into_any()
            }}
            <Field
                id="client_name"
                kind=FieldKind::Text
                label=words.name
                hint=words.name_hint
                value=fields.client_name
                error=error("client_name")
            />
            <Select
                id="service"
                label=words.service
                hint=words.service_hint
                choices=tiles
                chosen=fields.service
                error=error("service")
            />
            <Field
                id="address"
                kind=FieldKind::Address
                label=words.address
                hint=words.address_hint
                value=fields.address
                error=error("address")
            />
            <TextArea
                id="redirect_uris"
                label=words.redirect_uris
                hint=words.redirect_uris_hint
                value=fields.redirect_uris
                error=error("redirect_uris")
            />
            <TextArea
                id="post_logout_redirect_uris"
                label=words.post_logout
                hint=words.post_logout_hint
                value=fields.post_logout_redirect_uris
                error=error("post_logout_redirect_uris")
            />
            <Field
                id="backchannel_logout_uri"
                kind=FieldKind::Address
                label=words.backchannel
                hint=words.backchannel_hint
                value=fields.backchannel_logout_uri
                error=error("backchannel_logout_uri")
            />
            <Field
                id="initiate_login_uri"
                kind=FieldKind::Address
                label=words.initiate
                hint=words.initiate_hint
                value=fields.initiate_login_uri
                error=error("initiate_login_uri")
            />
            {proof}
            {more}
            {(!beyond_form.is_empty()).then(|| view! {
                <p class="hint">
                    {words.beyond_form}" "<span translate="no">{beyond_form.join(", ")}</span>
                </p>
            })}
            <Reason value=fields.reason error=error("reason") />
            <div class="actions"><button class="button">{words.propose}</button></div>
            {is_in_file.then(|| view! { <p class="hint">{words.save_hint}</p> })}
        </PostForm>
    }
}

/// Why it is to be so, for the second administrator.
#[component]
pub(super) fn Reason(value: String, error: Option<String>) -> impl IntoView {
    view! {
        <TextArea
            id="reason"
            label=t().people.reason
            hint=client_words().reason_hint
            value=value
            longest=LONGEST_REASON
            error=error
        />
    }
}

/// How the service proves who it is, and whether people are asked.
#[component]
fn Proof(fields: ClientFields, problems: Problems) -> impl IntoView {
    let words = client_words();
    let error = |id: &str| error_of(id, &problems);
    let methods = vec![
        ("client_secret_basic", words.method_basic),
        ("client_secret_post", words.method_post),
        ("private_key_jwt", words.method_key),
        ("none", words.method_none),
    ];
    let method = chosen(&methods, &fields.token_endpoint_auth_method);
    let consents = vec![("", words.consent_none), ("ask", words.consent_ask)];
    let consent = chosen(&consents, &fields.consent);
    view! {
        <Choice
            id="token_endpoint_auth_method"
            label=words.auth_method
            choices=methods
            chosen=method
            error=error("token_endpoint_auth_method")
        />
        <Field
            id="jwks_uri"
            kind=FieldKind::Address
            label=words.jwks_uri
            hint=words.jwks_uri_hint
            value=fields.jwks_uri
            error=error("jwks_uri")
        />
        <Choice id="consent" label=words.consent choices=consents chosen=consent />
    }
}

/// What most services leave as it is; open where something else is chosen, or wrong.
#[component]
fn More(fields: ClientFields, has_keycloak: bool, problems: Problems) -> impl IntoView {
    let words = client_words();
    let lists: [(&'static str, &'static str, Choices, &str); 5] = [
        (
            "pkce",
            words.pkce,
            vec![("required", words.pkce_required), ("optional", words.pkce_optional)],
            &fields.pkce,
        ),
        (
            "minimum_acr",
            words.minimum_acr,
            vec![("aal2", words.acr_aal2), ("phr", words.acr_phr)],
            &fields.minimum_acr,
        ),
        (
            "id_token_signed_response_alg",
            words.algorithm,
            vec![
                ("RS256", words.alg_rs256),
                ("ES256", words.alg_es256),
                ("EdDSA", words.alg_eddsa),
            ],
            &fields.id_token_signed_response_alg,
        ),
        (
            "access_token",
            words.access_token,
            vec![
                ("opaque", words.token_opaque),
                ("jwt-rs256", words.token_rs256),
                ("jwt-es256", words.token_es256),
            ],
            &fields.access_token,
        ),
        (
            "subject_type",
            words.subject_type,
            vec![("public", words.subject_public), ("pairwise", words.subject_pairwise)],
            &fields.subject_type,
        ),
    ];
    let issuers = vec![("portal", words.issuer_portal), ("keycloak", words.issuer_keycloak)];
    let issuer = has_keycloak.then_some(("issuer", words.issuer, issuers, &*fields.issuer));
    let lists: Vec<_> = lists.into_iter().chain(issuer).collect();
    let is_usual = |(_, _, choices, value): &(_, _, Choices, &str)| {
        choices.first().is_none_or(|(first, _)| value.is_empty() || first == value)
    };
    let roles = [
        ("employee", words.role_employee, &fields.employee),
        ("operator", words.role_operator, &fields.operator),
        ("administrator", words.role_administrator, &fields.administrator),
    ];
    let for_everybody = roles.iter().all(|(_, _, typed)| typed.is_empty());
    let is_wrong = lists.iter().map(|(id, ..)| *id).chain(["web_origins"]);
    let is_wrong = is_wrong.filter(|id| error_of(id, &problems).is_some()).count() > 0;
    let is_usual = lists.iter().all(is_usual) && for_everybody && fields.web_origins.is_empty();
    let choices = lists.into_iter().map(|(id, label, choices, value)| {
        let chosen = chosen(&choices, value);
        view! { <Choice id=id label=label choices=choices chosen=chosen error=error_of(id, &problems) /> }
    });
    let choices = choices.collect_view();
    let roles = roles.map(|(name, word, typed)| {
        view! {
            <label class="check">
                <input type="checkbox" name=name value="yes" checked={!typed.is_empty()} />
                <span>{word}</span>
            </label>
        }
    });
    view! {
        <details class="fold" open={is_wrong || !is_usual}>
            <summary>{words.more}</summary>
            <div class="form">
                <p class="hint">{words.more_hint}</p>
                {choices}
                <fieldset class="field" aria-describedby="peran-petunjuk">
                    <legend>{words.roles}</legend>
                    <p class="hint" id="peran-petunjuk">{words.roles_hint}</p>
                    {roles.collect_view()}
                </fieldset>
                <TextArea
                    id="web_origins"
                    label=words.web_origins
                    hint=words.web_origins_hint
                    value=fields.web_origins
                    error=error_of("web_origins", &problems)
                />
            </div>
        </details>
    }
}

/// The choice that has this value; the first one where none has.
fn chosen(choices: &[(&'static str, &'static str)], value: &str) -> &'static str {
    let values = choices.iter().map(|(one, _)| *one);
    values.clone().find(|one| *one == value).or_else(|| values.clone().next()).unwrap_or_default()
}

/// What is wrong, by the id of the field; of several things in one field all of them.
pub fn texts(refused: &[RefusedField]) -> Problems {
    let mut texts = Problems::new();
    for one in refused {
        let (id, text) = text(*one);
        match texts.iter_mut().find(|(other, _)| *other == id) {
            Some((_, said)) => {
                said.push_str(". ");
                said.push_str(&text);
            }
            None => texts.push((id, text)),
        }
    }
    texts
}

fn text(RefusedField { field, why, which }: RefusedField) -> (&'static str, String) {
    let words = client_words();
    let (id, label) = match field {
        ClientField::Id => ("client_id", words.id),
        ClientField::Name => ("client_name", words.name),
        ClientField::Service => ("service", words.service),
        ClientField::Address => ("address", words.address),
        ClientField::RedirectUris => ("redirect_uris", words.redirect_uris),
        ClientField::PostLogoutRedirectUris => ("post_logout_redirect_uris", words.post_logout),
        ClientField::BackchannelLogoutUri => ("backchannel_logout_uri", words.backchannel),
        ClientField::InitiateLoginUri => ("initiate_login_uri", words.initiate),
        ClientField::AuthMethod => ("token_endpoint_auth_method", words.auth_method),
        ClientField::JwksUri => ("jwks_uri", words.jwks_uri),
        ClientField::Pkce => ("pkce", words.pkce),
        ClientField::SubjectType => ("subject_type", words.subject_type),
        ClientField::WebOrigins => ("web_origins", words.web_origins),
        ClientField::Reason => ("reason", t().people.reason),
    };
    let text = match why {
        ClientRefusal::Text(problem) => return (id, text_problem(label, problem)),
        ClientRefusal::Id => words.wrong_id,
        ClientRefusal::Taken => words.wrong_taken,
        ClientRefusal::Name => words.wrong_name,
        ClientRefusal::Service => words.wrong_service,
        ClientRefusal::ServiceTaken => words.wrong_service_taken,
        ClientRefusal::NoAddress => words.wrong_address,
        ClientRefusal::PlainHttp => words.wrong_plain,
        ClientRefusal::Wildcard => words.wrong_wildcard,
        ClientRefusal::Fragment => words.wrong_fragment,
        ClientRefusal::User => words.wrong_user,
        ClientRefusal::LongAddress => words.wrong_long,
        ClientRefusal::TooManyAddresses => words.wrong_many,
        ClientRefusal::NoRedirect => words.wrong_no_redirect,
        ClientRefusal::Machine => words.wrong_machine,
        ClientRefusal::KeysMissing => words.wrong_keys_missing,
        ClientRefusal::KeysUnused => words.wrong_keys_unused,
        ClientRefusal::PublicClient => words.wrong_public,
        ClientRefusal::PublicWithoutPkce => words.wrong_public_pkce,
        ClientRefusal::SeveralHosts => words.wrong_hosts,
        ClientRefusal::Origin => words.wrong_origin,
        ClientRefusal::FromFile => words.wrong_from_file,
        ClientRefusal::ShortReason => t().people.short_reason,
        ClientRefusal::Waits => words.waits,
    };
    let text = which.map_or_else(|| text.to_owned(), |which| (words.which)(which, text));
    (id, text)
}
