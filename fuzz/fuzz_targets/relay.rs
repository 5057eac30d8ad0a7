#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| mynacheck_fuzz::relay(data));
