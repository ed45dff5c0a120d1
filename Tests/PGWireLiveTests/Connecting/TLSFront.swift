import Foundation
import PGTestKit
import PGWire

/// A front that speaks TLS from the first byte, as servers from version 17 on can, before the test's
/// server, which need not know of TLS.
///
/// It insists on the protocol's name in the handshake, as those servers do. It ends with the test's
/// process however that ends.
final class TLSFront {
    let port: Int
    private let process = Process()
    private let life = Pipe()

    struct CannotStart: Error {}

    /// Where Python is, whose standard library can do this.
    static let python = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        .appending(ProcessInfo.processInfo.environment["PATH"])
        .map { $0 + "/python3" }.first(where: FileManager.default.isExecutableFile(atPath:))

    init(_ certificates: Certificates, before url: String) throws {
        var place: [String: String] = [:]
        for part in url.split(separator: " ") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { place[pair[0]] = pair[1].replacing("'", with: "") }
        }
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.python ?? "/usr/bin/python3")
        process.arguments = [
            "-c", Self.script, certificates.path("server.pem"), certificates.path("server.key"),
            place["host"] ?? "localhost", place["port"] ?? "5432",
        ]
        process.standardInput = life
        process.standardOutput = output
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CannotStart()
        }
        self.port = port
    }

    deinit {
        try? life.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    private static let script = """
        import os, socket, ssl, sys, threading

        certificate, key, host, port = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        context.set_alpn_protocols(["postgresql"])

        def server():
            if host.startswith("/"):
                peer = socket.socket(socket.AF_UNIX)
                peer.connect(f"{host}/.s.PGSQL.{port}")
                return peer
            return socket.create_connection((host, int(port)))

        def serve(raw):
            try:
                with context.wrap_socket(raw, server_side=True) as client, server() as peer:
                    if client.selected_alpn_protocol() != "postgresql":
                        return
                    client.setblocking(False)
                    peer.setblocking(False)
                    move(client, peer)
            except OSError:
                pass

        def move(client, peer):
            import select
            waiting = {client: b"", peer: b""}
            while True:
                for source, target in ((client, peer), (peer, client)):
                    try:
                        data = source.recv(65536)
                        if not data:
                            return
                        waiting[target] += data
                    except (ssl.SSLWantReadError, BlockingIOError):
                        pass
                    if waiting[target]:
                        try:
                            sent = target.send(waiting[target])
                            waiting[target] = waiting[target][sent:]
                        except (ssl.SSLWantWriteError, ssl.SSLWantReadError, BlockingIOError):
                            pass
                if not client.pending():
                    writers = [s for s in waiting if waiting[s]]
                    select.select([client, peer], writers, [], 1)

        def accept(listener):
            while True:
                raw, _ = listener.accept()
                threading.Thread(target=serve, args=(raw,), daemon=True).start()

        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        sys.stdin.read()
        os._exit(0)
        """
}

extension [String] {
    /// With the folders of a search path, if there is one.
    fileprivate func appending(_ path: String?) -> [String] {
        self + (path ?? "").split(separator: ":").map(String.init)
    }
}
