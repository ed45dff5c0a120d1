import Foundation
import PGCore
import PGTestKit
import Synchronization
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
    struct Answer: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8]) {
            self.name = name
            self.bytes = bytes
        }
    }

    static let answers: [Answer] = [
        Answer("nothing", []),
        Answer("another protocol", Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)),
        Answer("zeros", [UInt8](repeating: 0, count: 4_096)),
        Answer("noise", (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 193 &+ 7) }),
        Answer("an unknown request", [82, 0, 0, 0, 8, 0, 0, 0, 99]),
        Answer("a request of two gigabytes", [82, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 10]),
        Answer("a request of negative length", [82, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 3]),
        Answer("an error of two gigabytes", [69, 0x7f, 0xff, 0xff, 0xff, 70, 65, 84, 65, 76]),
        Answer("half an error", [69, 0, 0, 0, 40, 83, 70, 65]),
        Answer("an unknown mechanism", [82, 0, 0, 0, 13, 0, 0, 0, 10, 88, 88, 88, 0, 0]),
        Answer("the end of SCRAM without its beginning", [82, 0, 0, 0, 10, 0, 0, 0, 12, 118, 61]),
        Answer("in without being asked, then silence", [82, 0, 0, 0, 8, 0, 0, 0, 0]),
        Answer("ready without having said who it is", [90, 0, 0, 0, 5, 73]),
    ]

    /// Nothing hangs: the suite's time limit sees to that on a busy machine as well.
    @Test(arguments: answers, [true, false])
    func areReportedInTime(_ answer: Answer, closing: Bool) async throws {
        let server = try HostileServer(answering: answer.bytes, closing: closing)
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(500)
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url("postgresql://x:s3cr3t@127.0.0.1:\(server.port)/x?sslmode=disable"),
                configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(!String(reflecting: error).contains("s3cr3t"))
    }

    /// A server may ask for as many rounds of hashing as it likes, and libpq does not cap them: its
    /// thread goes on, but nobody waits for it.
    @Test func endlessHashingDoesNotHoldTheCallerUp() async throws {
        let times = Times()
        let server = try FakeServer { session in
            guard session.receive() != nil else { return }
            session.send(
                ServerMessage(
                    type: "R",
                    body: ServerMessage.integer(Int32(10)) + Array("SCRAM-SHA-256".utf8) + [0, 0]))
            guard let first = session.receive() else { return }
            let text = String(decoding: first.body, as: UTF8.self)
            guard let nonce = text.firstRange(of: "r=").map({ String(text[$0.upperBound...]) })
            else { return }
            let challenge = "r=\(nonce)more,s=c2FsdHNhbHRzYWx0,i=3000000"
            session.send(
                ServerMessage(
                    type: "R", body: ServerMessage.integer(Int32(11)) + Array(challenge.utf8)))
            // The answer, or the end: libpq has done with the hashing.
            _ = session.receive()
            times.answered()
        }
        var configuration = ConnectionConfiguration()
        configuration.connectTimeout = .milliseconds(100)
        let error = await #expect(throws: PGError.self) {
            try await Connection.connect(
                .url(server.url + " password=s3cr3t"), configuration: configuration)
        }
        #expect(error?.code == .connectionFailed)
        #expect(error?.execution == .notSent)
        #expect(!times.isAnswered, "told only after libpq had done: \(String(describing: error))")
        server.close()
    }

    private final class Times: Sendable {
        private let hasAnswer = Mutex(false)
        var isAnswered: Bool { hasAnswer.withLock { $0 } }
        func answered() { hasAnswer.withLock { $0 = true } }
    }
}
