pub mod ids;
pub mod profile;
pub mod request;
pub mod secret;
pub mod slack;
