#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| asn_digital_fuzz::scim_filter(data));
