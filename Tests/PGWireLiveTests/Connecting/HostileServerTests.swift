import Foundation
import PGCore
import Testing

@testable import PGWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Answers every first message with the same bytes and then says nothing more.
private final class HostileServer: Sendable {
    let port: UInt16
    private let silent: SilentServer

    init(answering bytes: [UInt8], closing: Bool) throws {
        silent = try SilentServer()
        port = silent.port
        let descriptor = dup(silent.descriptor)
        Thread.detachNewThread {
            let client = accept(descriptor, nil, nil)
            close(descriptor)
            guard client >= 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 1_024)
            _ = unsafe recv(client, &buffer, buffer.count, 0)
            _ = unsafe send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            // Until the client has had enough.
            if !closing { while unsafe recv(client, &buffer, buffer.count, 0) > 0 {} }
            close(client)
        }
    }
}

@Suite("Servers that are none", .timeLimit(.minutes(1)))
struct HostileServerTests {
    static let answers: [(String, [UInt8])] = [
        ("nothing", []),
        ("another protocol", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
        ("zeros", [UInt8](repeating: 0, count: 4_096)),
        ("noise", (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 193 &+ 7) }),
        ("an unknown request", [82, 0, 0, 0, 8, 0, 0, 0, 99]),
        ("a request of two gigabytes", [82, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 10]),
        ("a request of negative length", [82, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 3]),
        ("an error of two gigabytes", [69, 0x7f, 0xff, 0xff, 0xff, 70, 65, 84, 65, 76]),
        ("half an error", [69, 0, 0, 0, 40, 83, 70, 65]),
        ("an unknown mechanism", [82, 0, 0, 0, 13, 0, 0, 0, 10, 88, 88, 88, 0, 0]),
        ("the end of SCRAM without its beginning", [82, 0, 0, 0, 10, 0, 0, 0, 12, 118, 61]),
        ("in without being asked, then silence", [82, 0, 0, 0, 8, 0, 0, 0, 0]),
        ("ready without having said who it is", [90, 0, 0, 0, 5, 73]),
    ]

    @Test(arguments: answers, [true, false])
    func areReportedInTime(_ answer: (name: String, bytes: [UInt8]), closing: Bool) async throws {
        let server = try HostileServer(answering: answer.bytes, closing: closing)
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(500)
        let began = ContinuousClock.now
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url("postgresql://x:s3cr3t@127.0.0.1:\(server.port)/x?sslmode=disable"),
                configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(began.duration(to: .now) < .seconds(10))
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }
}
