import Testing

@testable import LocalPostgres

@Suite("The account that runs the server")
struct ServerAccountTests {
    private let identity = ServerAccount.Identity(name: "postgres", user: 70, group: 71)

    @Test func `a plain user runs the server as itself`() {
        #expect(ServerAccount().command(["postgres", "-D", "x"]) == ["postgres", "-D", "x"])
    }

    @Test(arguments: [
        (
            "/usr/bin/setpriv",
            ["/usr/bin/setpriv", "--reuid=70", "--regid=71", "--clear-groups", "--", "initdb"]
        ),
        ("/usr/sbin/runuser", ["/usr/sbin/runuser", "-u", "postgres", "--", "initdb"]),
        ("/usr/bin/sudo", ["/usr/bin/sudo", "-n", "-u", "postgres", "--", "initdb"]),
        (
            "/bin/su",
            ["/bin/su", "postgres", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", "initdb"]
        ),
    ])
    func `root changes to the account with what there is`(
        tool: String, command: [String]
    ) throws {
        let account = try ServerAccount(identity: identity) { $0 == tool }

        #expect(account.command(["initdb"]) == command)
    }

    @Test func `without any such program the error says what to install`() {
        let error = #expect(throws: LocalPostgresError.self) {
            try ServerAccount(identity: identity) { _ in false }
        }

        #expect(error?.code == .noServerAccount)
        #expect(error?.hint?.contains("setpriv") == true)
    }
}
