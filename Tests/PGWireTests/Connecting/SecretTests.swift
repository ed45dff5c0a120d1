import PGCore
import Testing

@testable import PGWire

@Suite("Passwords are never shown")
struct SecretTests {
    /// Passwords with everything that could make a parser stumble over them.
    private static let passwords: [String] = {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "'", "\\", " ", "%", "%zz", "@", ":", "/", "?", "&", "=", "\"", "[", "]", "ä", "\t",
        ]
        return (0..<300).map { _ in
            // Two recognisable halves with trouble between them.
            let trouble = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }
            return "s3cr3tA" + trouble.joined() + "s3cr3tB"
        }
    }()

    private func shown(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [String(describing: value), String(reflecting: value), dumped]
    }

    private func expectNoSecret(_ value: Any, _ text: String) {
        for output in shown(value) {
            #expect(!output.contains("s3cr3t"), "\(output) from \(text)")
        }
    }

    @Test func inStringsThatAreGoodOrBad() {
        for password in Self.passwords {
            let quoted = ConnectionString.render(["password": password])
            let texts = [
                "postgresql://u:\(password)@h/d", "postgresql://u:\(password)@h/d?nonsense=1",
                "postgresql://h/d?password=\(password)", "postgresql://h/d?password=\(password)&x",
                "host=h password=\(password)", "host=h password=\(password) nonsense=1",
                "password='\(password)", "host=h \(quoted)", "\(quoted) \(password)",
                "host=h sslpassword='\(password)' broken",
            ]
            for text in texts {
                expectNoSecret(ConnectionConfiguration.Source.url(text), text)
                do {
                    _ = try ConnectionParameters(.url(text), ConnectionConfiguration())
                } catch {
                    #expect(error.code == .invalidConfiguration)
                    expectNoSecret(error, text)
                }
            }
        }
    }

    @Test func inSwiftValues() {
        var tls = ConnectionConfiguration.TLS(.verifyFull)
        tls.keyPassword = "s3cr3t"
        let server = ConnectionConfiguration.Server(
            host: "h", user: "u", password: "s3cr3t", database: "d", tls: tls)
        expectNoSecret(server, "")
        expectNoSecret(tls, "")
        expectNoSecret(ConnectionConfiguration.Source.server(server), "")
        #expect(server.description.contains("host='h'"))
        #expect(server.description.contains("user='u'"))
    }

    @Test func aMistakeElsewhereIsStillNamed() {
        let error = #expect(throws: PGError.self) {
            try ConnectionParameters(.url("postgresql://u:s3cr3t@h/d?sslmod=x"), .init())
        }
        #expect(error?.message.contains("\"sslmod\"") == true)
    }
}
