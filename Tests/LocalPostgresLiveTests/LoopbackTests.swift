import Foundation
import LocalPostgres
import Testing

@Suite("Listening on 127.0.0.1", .ownServer, .timeLimit(.minutes(2)))
struct LoopbackTests {
    @Test func `the URL carries a password without which nobody gets in`() async throws {
        let configuration = LocalPostgres.Configuration.throwaway.listening(.loopback(port: nil))

        try await LocalPostgres.withServer(configuration) { server in
            let password = try #require(server.environment["PGPASSWORD"])
            let stranger = server.url.replacing(":\(password)@", with: "@")
            let guess = server.url.replacing(password, with: "wrong")

            try expect(server, "select inet_server_addr()", gives: "127.0.0.1")
            #expect(throws: PsqlFailure.self) { try psql(url: stranger, "select 1") }
            #expect(throws: PsqlFailure.self) { try psql(url: guess, "select 1") }
            #expect(!"\(server)".contains(password))
            let attributes = try FileManager.default.attributesOfItem(
                atPath: server.directory + "/password")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func `a port that another server has is named`() async throws {
        let first = LocalPostgres.Configuration.throwaway.listening(.loopback(port: nil))

        try await LocalPostgres.withServer(first) { server in
            let port = try #require(server.port)
            let second = LocalPostgres.Configuration.throwaway.listening(.loopback(port: port))
            let error = try #require(await failure(second))

            #expect(error.code == .portUnavailable)
            #expect(error.message == "Port \(port) of 127.0.0.1 is taken by another program.")
        }
    }

    @Test(arguments: [0, -1, 65_536])
    func `a number that is no port is refused`(port: Int) async throws {
        let error = await failure(.throwaway.listening(.loopback(port: port)))

        #expect(error?.code == .portUnavailable)
        #expect(error?.message == "\(port) is not a TCP port: ports run from 1 to 65535.")
    }
}
