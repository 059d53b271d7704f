//! Plans faults for a test: what may happen stands in `faults`, and the hub makes it happen.

use crate::{
    faults::{Delivery, Disconnect, Fault, Mix, Planned, Upgrade},
    hub::Hub,
};
use std::sync::Arc;

/// Bad weather on demand.
#[derive(Clone, Debug)]
pub struct Faults(pub(crate) Arc<Hub>);

impl Faults {
    fn plan<T>(&self, change: impl FnOnce(&mut Planned) -> T) -> T {
        change(&mut self.0.lock().plan.planned)
    }

    /// Every Web API call takes up to so many milliseconds, by seeded chance.
    pub fn latency_ms(&self, up_to: usize) {
        self.plan(|planned| planned.latency_ms = up_to);
    }

    /// The next call of this method fails so; several are taken in turn.
    pub fn fail_next(&self, method: &str, fault: Fault) {
        self.fail_times(method, fault, 1);
    }

    /// The next so many calls of this method fail so.
    pub fn fail_times(&self, method: &str, fault: Fault, times: usize) {
        let faults = std::iter::repeat_n((method.to_owned(), fault), times);
        self.plan(|planned| planned.calls.extend(faults));
    }

    /// This becomes of the next envelope of this kind (`interactive`) or of this payload (`view_submission`,
    /// `/feedback`); several are taken in turn.
    pub fn deliver_next(&self, of: &str, fault: Delivery) {
        self.plan(|planned| planned.envelopes.push((of.to_owned(), fault)));
    }

    /// The next envelope of this kind or payload is delivered twice.
    pub fn double_next_envelope(&self, of: &str) {
        self.deliver_next(of, Delivery::Doubled);
    }

    /// The next envelope of this kind or payload never arrives.
    pub fn lose_next_envelope(&self, of: &str) {
        self.deliver_next(of, Delivery::Lost);
    }

    /// This becomes of the next socket that is about to open; several are taken in turn.
    pub fn upgrade_next(&self, fault: Upgrade) {
        self.plan(|planned| planned.upgrades.push(fault));
    }

    /// All of it by seeded chance, until [`Faults::clear`].
    pub fn mix(&self, mix: Mix) {
        self.plan(|planned| planned.mix = mix);
    }

    /// Nothing is planned any more. What has happened stays: sockets that are gone, tokens that are worthless.
    pub fn clear(&self) {
        self.plan(|planned| *planned = Planned::default());
    }

    /// What is planned and has not happened yet.
    pub fn planned(&self) -> Planned {
        self.plan(|planned| planned.clone())
    }

    /// Does this to the oldest socket.
    pub fn disconnect(&self, how: Disconnect) {
        self.0.disconnect(how, false);
    }

    /// Does this to every socket.
    pub fn disconnect_all(&self, how: Disconnect) {
        self.0.disconnect(how, true);
    }

    /// The bot token is worthless from now on: every call with it is `token_revoked`.
    pub fn revoke_token(&self) {
        self.0.lock().world.app.revoked = true;
    }

    /// The app-level token is replaced: with the old one no socket opens any more (`invalid_auth`). Open ones stay.
    pub fn revoke_app_token(&self) {
        self.0.lock().replace_app_token();
    }
}
