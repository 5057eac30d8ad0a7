//! The `mynacheck` binary.

fn main() {}
