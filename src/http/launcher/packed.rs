//! A page that is there as a whole, compressed at once: in memory that each thread keeps for it, which a
//! stream would take and clear anew (`docs/adr/0018-pages-are-compressed-lightly.md`).

use crate::http::COMPRESSION_LEVEL;
use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderValue, header};
use std::{cell::RefCell, io};
use zstd::{bulk::Compressor, stream::raw::CParameter};

/// Bytes of a packet. As one block nothing of a page could be read before all of it has come; like this a
/// browser finds the address of the styles in the first packet.
const BLOCK: u32 = 1400;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(compressor().ok());
}

fn compressor() -> io::Result<Compressor<'static>> {
    let mut compressor = Compressor::new(COMPRESSION_LEVEL)?;
    compressor.set_parameter(CParameter::TargetCBlockSize(BLOCK))?;
    Ok(compressor)
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
    use std::io::Read;

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

    #[test]
    fn the_first_packet_of_a_page_already_tells_of_its_styles() {
        let tiles: Vec<String> = (0..5000).map(|at| format!("<li id=\"{}\">", at * at)).collect();
        let tiles = tiles.concat();
        let page = format!("<link href=\"/pkg/a.css\">{tiles}");
        let packed = compressor().unwrap().compress(page.as_bytes()).unwrap();
        assert!(packed.len() > 3 * BLOCK as usize, "several packets");
        let first = packed.get(..BLOCK as usize + 100).unwrap();
        let mut read = [0; 24];
        zstd::Decoder::new(first).unwrap().read_exact(&mut read).unwrap();
        assert_eq!(str::from_utf8(&read).unwrap(), "<link href=\"/pkg/a.css\">");
    }
}
