//! A stranger walks the whole story in a real browser: the program `peerloop demo`, Chromium, and `browser/story.mjs`,
//! which knows only what stands on the page.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// Nothing here takes longer; a wait that does is a failure.
const CAP: Duration = Duration::from_secs(20);

/// `peerloop demo`, which ends with the test.
struct Demo {
    child: Child,
    address: String,
}

impl Demo {
    /// Starts it on any free port and reads where it is.
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_peerloop"))
            .args(["demo", "--port", "0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut demo = Self {
            child,
            address: String::new(),
        };
        let (told, hears) = mpsc::channel();
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Nobody listens any more when the test is over.
                let _ = told.send(line);
            }
        });
        let line = hears
            .recv_timeout(CAP)
            .expect("the demo says that it is up");
        let address = line
            .split_whitespace()
            .find(|word| word.starts_with("http://127.0.0.1:"));
        address
            .unwrap_or_else(|| panic!("no address in: {line}"))
            .clone_into(&mut demo.address);
        demo
    }

    /// SIGTERM, as a service manager sends it.
    fn end(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        let (told, hears) = mpsc::channel();
        thread::scope(|scope| {
            let child = &mut self.child;
            scope.spawn(move || told.send(child.wait().unwrap()).unwrap());
            hears.recv_timeout(CAP).unwrap_or_else(|_| {
                // The thread above would wait for ever.
                let _ = Command::new("kill").args(["-KILL", &id]).status();
                panic!("the demo did not end on SIGTERM")
            })
        })
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
#[ignore = "needs Chromium and playwright-core: see .ci/run"]
fn a_stranger_walks_the_whole_story_in_a_browser() {
    let demo = Demo::start();
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    fs::create_dir_all(&pictures).unwrap();
    let story = Command::new("node")
        .args(["tests/browser/story.mjs", &demo.address])
        .arg(&pictures)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("Node and playwright-core: see .ci/run");
    let told = String::from_utf8_lossy(&story.stdout);
    assert!(
        story.status.success(),
        "{told}\n{}\npictures of the end are in {}",
        String::from_utf8_lossy(&story.stderr),
        pictures.display()
    );
    println!("{told}the pictures are in {}", pictures.display());
    assert_eq!(
        demo.end().code(),
        Some(0),
        "the demo's exit code after SIGTERM"
    );
}
