/// What a running server writes about itself to `postmaster.pid` in its data directory.
struct PostmasterFile: Sendable, Equatable {
    let processID: Int32
    let started: String
    let port: Int?
    let socketDirectory: String?
    let listenAddress: String?
    let isReady: Bool

    /// Reads the file; nil when it does not even name a process.
    ///
    /// Lines: process, data directory, start time, port, first socket folder, first TCP address,
    /// shared memory, status. The later ones appear while the server starts.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingPrefix { $0 == " " } }
        func line(_ index: Int) -> String? {
            guard index < lines.count, !lines[index].isEmpty else { return nil }
            return String(lines[index])
        }
        // A single-user server writes its id as a negative number.
        guard let processID = line(0).flatMap({ Int32($0) }), processID != 0 else { return nil }
        self.processID = abs(processID)
        started = line(2) ?? ""
        port = line(3).flatMap { Int($0) }
        socketDirectory = line(4)
        listenAddress = line(5)
        isReady = line(7)?.hasPrefix("ready") ?? false
    }

    static func read(
        dataDirectory: String
    ) throws(LocalPostgresError) -> PostmasterFile? {
        try System.readText(dataDirectory + "/postmaster.pid").flatMap(PostmasterFile.init(text:))
    }
}

extension PostmasterFile {
    /// Whether the process it names is a Postgres server working on this data directory.
    ///
    /// A server that was killed leaves its file behind, and by now its process id may belong to an
    /// unrelated program, or to another Postgres server.
    func isServing(_ dataDirectory: String) -> Bool {
        guard System.isAlive(processID) else { return false }
        return ProcessIdentity.of(processID).mayServe(dataDirectory)
    }
}
