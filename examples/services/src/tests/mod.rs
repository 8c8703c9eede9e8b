//! The services against a portal of straw, which says whatever a test wants it to say, and a browser of straw.
//! (Against the real one, in a real browser: end2end/tests/services.spec.ts.)

mod agreed;
mod browser;
mod login;
mod logout;
mod portal;
