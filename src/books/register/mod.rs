//! The register 名册: who and what.
pub mod directory;
pub mod pinyin;
