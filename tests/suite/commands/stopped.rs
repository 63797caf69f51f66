//! Ctrl+C in the middle of a command: the system ends the program where it stands, and nothing half-done counts.
#![cfg(unix)]

use super::*;
use std::thread::sleep;
use std::time::Duration;

/// Runs a command and presses Ctrl+C after so long.
fn interrupted(folder: &Folder, arguments: &[&str], after: Duration) {
    let passphrase = folder.path("passphrase");
    let mut child = Command::new(env!("CARGO_BIN_EXE_wayhome"))
        .args(["--data", folder.path("records").to_str().unwrap()])
        .args(arguments)
        .args(["--passphrase-file", passphrase.to_str().unwrap()])
        .env("HOME", folder.path("home"))
        .envs([("XDG_CONFIG_HOME", folder.path("home/config")), ("XDG_DATA_HOME", folder.path("home/data"))])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    sleep(after);
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    child.wait().unwrap();
}

#[test]
fn ctrl_c_leaves_records_and_files_as_they_were_or_as_they_are_to_be() {
    let folder = Folder::with_records();
    let (more, out) = (folder.path("more.zip"), folder.path("out.zip"));
    folder.run(&["generate", "--clients", "1500", "--seed", "4", more.to_str().unwrap()]).done();
    let clients = |folder: &Folder| folder.open(&["verify", "--json"]).done().json()["clients"].as_u64().unwrap();
    let before = clients(&folder);
    fs::write(&out, "what stood there").unwrap();
    for wait in [400, 900, 1600] {
        let wait = Duration::from_millis(wait);
        interrupted(&folder, &["import", more.to_str().unwrap()], wait);
        let after = clients(&folder);
        assert!(after == before || after == before + 1500, "all of it or nothing: {after}");
        interrupted(&folder, &["export", out.to_str().unwrap(), "--anyway", "A test"], wait);
        let written = fs::read(&out).unwrap();
        assert!(written == b"what stood there" || zip::ZipArchive::new(std::io::Cursor::new(written)).is_ok());
    }
}
