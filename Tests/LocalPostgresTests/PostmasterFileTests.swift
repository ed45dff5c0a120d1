import Testing

@testable import LocalPostgres

@Suite("The server's pid file")
struct PostmasterFileTests {
    private let whole = """
        4711
        /srv/pg/data
        1700000000
        5432
        /srv/pg/socket
        127.0.0.1
          5432001    131072
        ready   \n
        """

    @Test func `a whole file gives everything`() throws {
        let file = try #require(PostmasterFile(text: whole))

        #expect(file.processID == 4711)
        #expect(file.started == "1700000000")
        #expect(file.port == 5432)
        #expect(file.socketDirectory == "/srv/pg/socket")
        #expect(file.listenAddress == "127.0.0.1")
        #expect(file.isReady)
    }

    @Test func `a server that is starting is not ready`() throws {
        let file = try #require(PostmasterFile(text: "4711\n/data\n1700000000\n5432\n\n\n"))

        #expect(file.port == 5432)
        #expect(file.socketDirectory == nil)
        #expect(file.listenAddress == nil)
        #expect(!file.isReady)
    }

    @Test func `a single-user server counts by its positive id`() throws {
        #expect(try #require(PostmasterFile(text: "-12\n/data\n")).processID == 12)
    }

    @Test(arguments: ["", "\n", "x\n", "0\n"])
    func `a file without a process is no server`(text: String) {
        #expect(PostmasterFile(text: text) == nil)
    }

    @Test(arguments: [
        (ProcessIdentity(command: "sleep 60", workingDirectory: "/"), false),
        (ProcessIdentity(command: "sleep 60", workingDirectory: "/data"), false),
        (ProcessIdentity(command: "postgres -D /other", workingDirectory: "/other"), false),
        (ProcessIdentity(command: "/bin/postgres -D /other", workingDirectory: nil), false),
        (ProcessIdentity(command: "/bin/postgres -D /data", workingDirectory: nil), true),
        (ProcessIdentity(command: "postgres -D .", workingDirectory: "/data"), true),
        (ProcessIdentity(command: nil, workingDirectory: nil), true),
    ])
    func `only Postgres on the same data counts as its server`(
        identity: ProcessIdentity, serves: Bool
    ) {
        #expect(identity.mayServe("/data") == serves)
    }
}
