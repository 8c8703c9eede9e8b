//! The stack of machines: programs that bring what they may do with each request, and never a cookie.
//! No cookie is read or set here, no origin asked for, and nobody is led to a page. What goes wrong is
//! said in JSON (RFC 9457) with the request's number; a protocol that has words of its own for it (OAuth
//! 2.0, SCIM) answers in JSON itself, and is let through. Other origins may read an answer only where its
//! route says so.

use super::{
    AppState, limits,
    policy::AnswerKind,
    problem::{self, Problem},
    task,
};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{Request, header, request::Parts},
    middleware::{Next, from_fn, from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::MethodRouter,
};

/// A route for machines.
pub struct MachineRoute {
    pub address: String,
    handler: MethodRouter<AppState>,
}

impl MachineRoute {
    /// One that is carried out to its end, in a task of its own, with a body of at most so many bytes.
    pub fn new(
        state: &AppState,
        address: impl Into<String>,
        longest_body: usize,
        handler: MethodRouter<AppState>,
    ) -> Self {
        let handler = handler
            .layer(from_fn_with_state(state.clone(), carry_out))
            .layer(from_fn_with_state(longest_body, read_body));
        Self { address: address.into(), handler }
    }

    /// The same with something around it that also sees what is refused before the route is asked.
    #[must_use]
    pub fn within(
        self,
        around: impl FnOnce(MethodRouter<AppState>) -> MethodRouter<AppState>,
    ) -> Self {
        Self { handler: around(self.handler), ..self }
    }

    /// One that only looks, and has to be answered also while everything else waits.
    pub fn probe(address: impl Into<String>, handler: MethodRouter<AppState>) -> Self {
        Self { address: address.into(), handler: handler.layer(from_fn_with_state(0, read_body)) }
    }
}

/// These routes, with the rules of the stack around them.
pub fn stack(routes: impl IntoIterator<Item = MachineRoute>) -> Router<AppState> {
    within_rules(all(routes))
}

/// The same below `prefix`, where nothing else answers.
pub fn stack_below(
    prefix: &str,
    routes: impl IntoIterator<Item = MachineRoute>,
) -> Router<AppState> {
    let nothing = || async { Problem::NOT_FOUND };
    Router::new().nest(prefix, within_rules(all(routes).fallback(nothing)))
}

/// The same, in the words of a protocol: `words` is asked of whatever goes wrong on the way.
pub fn stack_in_words_of(
    routes: impl IntoIterator<Item = MachineRoute>,
    prefix: &str,
    words: fn(Response) -> Response,
) -> Router<AppState> {
    let nothing = || async { Problem::NOT_FOUND };
    let below = all(routes)
        .fallback(nothing)
        .layer(map_response(move |response| async move { words(response) }));
    Router::new().nest(prefix, within_rules(below))
}

fn all(routes: impl IntoIterator<Item = MachineRoute>) -> Router<AppState> {
    let add = |router: Router<_>, route: MachineRoute| router.route(&route.address, route.handler);
    routes.into_iter().fold(Router::new(), add)
}

fn within_rules(router: Router<AppState>) -> Router<AppState> {
    router.layer(from_fn(rules))
}

async fn rules(mut request: Request<Body>, next: Next) -> Response {
    request.headers_mut().remove(header::COOKIE);
    let reference = problem::reference(&request);
    let mut response = next.run(request).await;
    response.headers_mut().remove(header::SET_COOKIE);
    response.extensions_mut().get_or_insert(AnswerKind::Machine);
    problem::told(response, reference)
}

async fn read_body(State(longest): State<usize>, request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match limits::read(&parts.headers, body, longest).await {
        Some(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        None => Problem::TOO_LARGE.into_response(),
    }
}

async fn carry_out(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    match task::carry_out(&state, request, next).await {
        Ok(response) => response,
        Err(error) => Problem::new(error.status()).into_response(),
    }
}

/// Which client asks: `who` is asked before the route, with the head and the whole body of the request,
/// and the client it finds stands among the request's extensions. Where it finds none, the answer is its
/// own: what a client has to bring differs by protocol.
pub fn for_clients<C, F>(
    handler: MethodRouter<AppState>,
    who: impl Fn(Parts, Bytes) -> F + Clone + Send + Sync + 'static,
) -> MethodRouter<AppState>
where
    C: Clone + Send + Sync + 'static,
    F: Future<Output = Result<C, Response>> + Send + 'static,
{
    handler.layer(from_fn(move |request: Request<Body>, next: Next| {
        let who = who.clone();
        async move {
            let (mut parts, body) = request.into_parts();
            // It was read as a whole already, within its limit.
            let Ok(body) = to_bytes(body, usize::MAX).await else {
                return Problem::TOO_LARGE.into_response();
            };
            match who(parts.clone(), body.clone()).await {
                Ok(client) => {
                    parts.extensions.insert(client);
                    next.run(Request::from_parts(parts, Body::from(body))).await
                }
                Err(refusal) => refusal,
            }
        }
    }))
}
