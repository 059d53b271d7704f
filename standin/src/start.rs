//! Starts a workspace: files in, model, hub and server tied together.

use crate::{
    cast::Cast,
    control,
    hub::Hub,
    manifest::Manifest,
    slack::{Options, Standin},
    time::Clock,
    wire,
    world::World,
};
use anyhow::Result;
use std::sync::Arc;
use tokio::sync::watch;

impl Standin {
    /// Starts a workspace on a port of 127.0.0.1.
    ///
    /// # Errors
    /// When a file is wrong or the port is taken.
    pub async fn start(options: Options) -> Result<Self> {
        let manifest = Manifest::read(&options.manifest)?;
        let cast = options
            .world
            .as_deref()
            .map(Cast::read)
            .transpose()?
            .unwrap_or_default();
        let clock = Clock::new(options.shift.unwrap_or_else(|| watch::Sender::new(0)));
        let mut world = World::new(manifest, &cast, options.seed, clock.now())?;
        let (listener, port) = wire::bind(options.port).await?;
        world.address = format!("127.0.0.1:{port}");
        let hub = Hub::new(
            world,
            clock,
            options.rate_limits,
            options.seed,
            options.socket_life,
        );
        let mut slack = Self {
            hub: Arc::new(hub),
            port,
            server: None,
            memories: Arc::default(),
        };
        let router = wire::router(slack.hub()).merge(control::router(slack.again()));
        let hub = slack.hub();
        slack.server = Some(tokio::spawn(async move {
            tokio::select! {
                () = hub.keep_time() => {}
                result = wire::serve(listener, router) => if let Err(error) = result {
                    tracing::error!("the stand-in stopped: {error:#}");
                },
            }
        }));
        Ok(slack)
    }
}
