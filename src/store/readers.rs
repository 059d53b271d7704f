//! A small pool of connections that can only read.

use super::{Around, Read, open};
use crate::{clock::Clock, error::Result, names::Names};
use rusqlite::Connection;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// As many as there are cores to use them on a small machine; each is a few hundred kilobytes.
const READERS: usize = 3;

pub(super) struct Readers {
    idle: Mutex<Vec<Connection>>,
    returned: Condvar,
    around: Arc<Around>,
    clock: Clock,
}

impl Readers {
    pub(super) fn open(around: Arc<Around>, clock: Clock) -> anyhow::Result<Self> {
        let idle = (0..READERS)
            .map(|_| open::for_reading(&around.path))
            .collect::<anyhow::Result<_>>()?;
        Ok(Self {
            idle: Mutex::new(idle),
            returned: Condvar::new(),
            around,
            clock,
        })
    }

    pub(super) fn names(&self) -> &Names {
        &self.around.names
    }

    /// One consistent look: all queries of `look` see the same state. Blocks while all readers are busy.
    pub(super) fn read<T>(&self, look: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        let lease = Lease {
            connection: Some(self.borrow()),
            home: self,
        };
        let connection = lease
            .connection
            .as_ref()
            .unwrap_or_else(|| unreachable!("a lease holds one until it is dropped"));
        self.look(connection, look)
    }

    /// The same on a connection that nobody else waits for.
    pub(super) fn read_apart<T>(&self, look: impl FnOnce(&Read<'_>) -> Result<T>) -> Result<T> {
        self.look(&open::for_reading(&self.around.path)?, look)
    }

    fn look<T>(
        &self,
        connection: &Connection,
        look: impl FnOnce(&Read<'_>) -> Result<T>,
    ) -> Result<T> {
        let snapshot = connection.unchecked_transaction()?;
        look(&Read {
            connection: &snapshot,
            around: &self.around,
            now: self.clock.now(),
        })
    }

    fn borrow(&self) -> Connection {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(connection) = idle.pop() {
                return connection;
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Gives the connection back, also when the look panics.
struct Lease<'r> {
    connection: Option<Connection>,
    home: &'r Readers,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.home
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            self.home.returned.notify_one();
        }
    }
}
