//! Waits for a folder to change: told by the kernel, which costs nothing; looked at by the clock where it cannot tell.

use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use rustix::io::Errno;

/// How often a folder is looked at where the kernel does not tell.
const HORLOGE: Duration = Duration::from_secs(2);

/// File systems that others write to from elsewhere, which this kernel is not told of: NFS, SMB, CIFS, FUSE, 9P, AFS, Ceph.
const DISTANTS: [i64; 8] = [
    0x6969,
    0x517B,
    0xFE53_4D42,
    0xFF53_4D42,
    0x6573_5546,
    0x0102_1997,
    0x5346_414F,
    0x00C3_6400,
];

/// A watch over some folders.
pub struct Veille {
    dossiers: Vec<PathBuf>,
    noyau: Option<OwnedFd>,
}

impl Veille {
    /// Watches folders, some of which may not exist yet; the first one does.
    pub fn sur(dossiers: Vec<PathBuf>) -> Self {
        let distant = dossiers.first().is_some_and(|d| est_distant(d));
        let noyau = (!distant)
            .then(|| inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC).ok())
            .flatten();
        let mut veille = Self { dossiers, noyau };
        veille.regarder();
        veille
    }

    /// What becomes readable when something changes; nothing where the clock is used.
    pub fn noyau(&self) -> Option<BorrowedFd<'_>> {
        self.noyau.as_ref().map(AsFd::as_fd)
    }

    /// How long to wait at most; for ever where the kernel tells.
    pub fn patience(&self) -> Option<Duration> {
        self.noyau.is_none().then_some(HORLOGE)
    }

    /// Forgets what was told, and watches folders that have come since.
    pub fn vider(&mut self) {
        if let Some(noyau) = &self.noyau {
            let mut place = [MaybeUninit::uninit(); 4096];
            let mut lecteur = inotify::Reader::new(noyau, &mut place);
            while let Ok(_) | Err(Errno::INTR) = lecteur.next() {}
        }
        self.regarder();
    }

    /// The same folder twice is one watch; one that fails leaves all to the clock.
    fn regarder(&mut self) {
        let Some(noyau) = &self.noyau else {
            return;
        };
        let voulus = WatchFlags::MODIFY
            | WatchFlags::CREATE
            | WatchFlags::DELETE
            | WatchFlags::MOVED_TO
            | WatchFlags::ONLYDIR;
        let mut tenus = self
            .dossiers
            .iter()
            .map(|d| inotify::add_watch(noyau, d.as_path(), voulus));
        if tenus.any(|tenu| tenu.is_err_and(|erreur| erreur != Errno::NOENT)) {
            self.noyau = None;
        }
    }
}

fn est_distant(dossier: &Path) -> bool {
    let fs = rustix::fs::statfs(dossier);
    fs.is_ok_and(|fs| DISTANTS.contains(&(fs.f_type & 0xFFFF_FFFF)))
}
