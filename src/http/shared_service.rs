//! A service that is not copied before it is called. axum's middleware copies everything below it for
//! each request; below this, only what a request gets as far as is copied, and once.

use std::{
    sync::Arc,
    task::{Context, Poll},
};
use tower::{Service, ServiceExt, util::Oneshot};

pub struct SharedService<S>(Arc<S>);

impl<S> SharedService<S> {
    pub fn new(inner: S) -> Self {
        Self(Arc::new(inner))
    }
}

impl<S> Clone for SharedService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S: Service<R> + Clone, R> Service<R> for SharedService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = Oneshot<S, R>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        // The copy that is called waits until it is ready.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        S::clone(&self.0).oneshot(request)
    }
}
