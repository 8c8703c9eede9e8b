//! A page that is there as a whole, compressed at once: in memory that each thread keeps for it, which a
//! stream would take and clear anew (`docs/adr/0018-pages-are-compressed-lightly.md`).

use crate::http::COMPRESSION_LEVEL;
use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderValue, header};
use std::cell::RefCell;
use zstd::bulk::Compressor;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> =
        RefCell::new(Compressor::new(COMPRESSION_LEVEL).ok());
}

/// Whether the browser reads zstd (RFC 9110 §12.5.3).
pub fn is_read_by(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    lines.filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("zstd") && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// The answer with this page in it; as it is where it cannot be compressed.
pub fn answer(page: String) -> Response {
    let packed = COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.as_mut().and_then(|compressor| compressor.compress(page.as_bytes()).ok())
    });
    let Some(packed) = packed else {
        return Response::new(Body::from(page));
    };
    let mut response = Response::new(Body::from(packed));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    #[test]
    fn only_a_browser_that_says_so_gets_zstd() {
        let asks = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| HeaderValue::from_static(line));
            is_read_by(&lines.map(|line| (header::ACCEPT_ENCODING, line)).collect())
        };
        for yes in ["zstd", "gzip, deflate, br, zstd", "gzip;q=0.5, ZSTD;q=0.1", "br,zstd;q=1.0"] {
            assert!(asks(&[yes]), "{yes}");
        }
        assert!(asks(&["gzip", "zstd"]), "in two lines");
        for no in ["", "gzip, deflate, br", "zstd;q=0", "zstd; q=0.000", "zstdx", "*"] {
            assert!(!asks(&[no]), "{no}");
        }
        assert!(!asks(&[]));
    }

    #[tokio::test]
    async fn what_was_compressed_is_read_back_whichever_page_it_was() {
        for page in ["", "<p>Selamat datang</p>", &"<li>Layanan</li>".repeat(9000)] {
            let response = answer(page.to_owned());
            assert_eq!(response.headers()[header::CONTENT_ENCODING], "zstd");
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            assert_eq!(zstd::stream::decode_all(&*body).unwrap(), page.as_bytes());
        }
    }
}
