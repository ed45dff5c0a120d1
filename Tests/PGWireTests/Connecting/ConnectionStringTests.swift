import CLibpq
import PGCore
import Testing

@testable import PGWire

/// What Strata reads must be what `PQconninfoParse` reads, called here by itself.
@Suite("Connection strings are read as libpq reads them")
struct ConnectionStringTests {
    static let good = [
        "", "host=localhost", "host = localhost  port=5433", "user='a b' password='it\\'s'",
        "dbname=''", "password=with\\ blank", "host='' port=''", "application_name='x\\\\y'",
        "host=a,b,c port=1,2,3", "host=a,b port=5432", "hostaddr=127.0.0.1,::1 host=x,y",
        "options='-c geqo=off -c a.b=c\\\\ d'", "sslmode=verify-full sslrootcert=/tmp/ä.pem",
        "host=/var/run/postgresql", "host=@abstract", "user=ünï password=pässwörd€",
        "connect_timeout=7 keepalives_idle=5 tcp_user_timeout=1000",
        "target_session_attrs=prefer-standby", "channel_binding=require gssencmode=prefer",
        "dbname='host=evil.example.org user=mallory'", "host=first host=second",
        "postgresql://", "postgres://", "postgresql://localhost", "postgresql://localhost/",
        "postgresql://localhost:5433/db", "postgresql://user@localhost",
        "postgresql://user:secret@localhost/db", "postgresql://user:@localhost/db",
        "postgresql://us%65r:p%40ss%2Fw%3Ard@host/d%20b", "postgresql:///db?host=/tmp/a%20b",
        "postgresql://%2Fvar%2Flib%2Fpg/db", "postgresql://[::1]/db", "postgresql://[::1]:5433/db",
        "postgresql://[fe80::1%25eth0]/db", "postgresql://h1:1,h2:2,[::1]:3/db",
        "postgresql://h1,h2,h3:5/db?target_session_attrs=any", "postgresql://h:5432,/db",
        "postgresql://h/d?sslmode=require&connect_timeout=10&application_name=a%26b",
        "postgresql://h/d?ssl=true", "postgresql:///?dbname=x&user=y&password=z",
        "postgresql://u:p@/d?host=h1,h2&port=1,2", "postgresql://h/d?options=-c%20geqo%3Doff",
        "postgresql://h/host=evil%20user=mallory", "postgresql://ü:ö@h/ä", "service=nowhere",
        "postgresql://h?sslcert=&sslkey=",
    ]

    static let bad = [
        "host", "host localhost", "nonsense=1", "host='unterminated", "password='a' b", "=x",
        "postgresql://[", "postgresql://[::1", "postgresql://[]", "postgresql://h/d?sslmode",
        "postgresql://h/d?nonsense=1", "postgresql://h/d?a=b=c", "postgresql://h/%zz",
        "postgresql://h/%0", "postgresql://h/%00", "postgresql://[::1]x/d",
        "postgresql://h/d?=x", "http://h/d", "mysql://u@h/d",
    ]

    /// libpq's own answer; `nil` when it refuses.
    private func reference(_ text: String) -> [String: String]? {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = unsafe PQconninfoParse(text, &complaint) else {
            unsafe PQfreemem(complaint)
            return nil
        }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var next = unsafe options
        while let keyword = unsafe next.pointee.keyword {
            if let value = unsafe next.pointee.val {
                values[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe next += 1
        }
        return values
    }

    @Test(arguments: good) func aGoodOneMeansTheSame(text: String) throws {
        let expected = try #require(reference(text))
        #expect(try ConnectionString.read(text) == expected)
        // And again after it was written down by us.
        #expect(reference(ConnectionString.render(expected)) == expected)
    }

    @Test(arguments: bad) func aBadOneIsRefused(text: String) {
        #expect(reference(text) == nil)
        let error = #expect(throws: PGError.self) { try ConnectionString.read(text) }
        #expect(error?.code == .invalidConfiguration)
        #expect(throws: PGError.self) { try ConnectionParameters(.url(text), .init()) }
    }

    /// Everything that libpq is given in the end, for strings that need no service file.
    @Test(arguments: good.filter { !$0.contains("service=") })
    func whatIsSentIsWhatWasRead(text: String) throws {
        var configuration = ConnectionConfiguration()
        configuration.keepAlive = nil
        // libpq refuses lists that do not go together; so does Strata, before it connects.
        guard let parameters = try? ConnectionParameters(.url(text), configuration) else {
            #expect(text.contains("host=x,y") || text.contains("host=''") || text.isEmpty)
            return
        }
        let taken: Set<String> = [
            "host", "hostaddr", "port", "target_session_attrs", "client_encoding",
        ]
        for (keyword, value) in try #require(reference(text)) where !taken.contains(keyword) {
            #expect(
                parameters.keywords[keyword] == value || (keyword == "dbname" && value.isEmpty),
                "\(keyword)")
        }
    }

    @Test func randomStringsAreReadAlikeOrRefusedAlike() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "host", "port", "user", "password", "=", "'", "\\", " ", "a", "ä", "%41", "%", "@", ":",
            "/", "?", "&", ",", "[", "]", "::1", "postgresql://", "dbname", "5432", "\t", "\"",
        ]
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...9, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
            let expected = reference(text)
            #expect((try? ConnectionString.read(text)) == expected, "\(text)")
            if let expected {
                #expect(reference(ConnectionString.render(expected)) == expected, "\(text)")
            }
        }
    }

    @Test func aDatabaseNameIsNeverTakenApartAgain() throws {
        let parameters = try ConnectionParameters(
            .url("postgresql://h/host=evil%20sslkey=x"), ConnectionConfiguration())
        let sent = try #require(reference(ConnectionString.render(parameters.keywords)))
        #expect(sent["dbname"] == "host=evil sslkey=x")
        #expect(sent["sslkey"] != "x")
        #expect(parameters.plan.hosts.map(\.name) == ["h"])
    }

    @Test func aQuoteWithAnAccentOnItIsStillAQuote() throws {
        let value = ["password": "x'\u{0301} host=evil"]
        #expect(reference(ConnectionString.render(value)) == value)
    }
}

@Suite("Parameters that only newer libpqs know")
struct NewerKeywordTests {
    @Test(
        arguments: [
            "host=a load_balance_hosts=random user=b", "load_balance_hosts='random' host=a user=b",
            "host=a user=b load_balance_hosts = random",
            "postgresql://b@a/?load_balance_hosts=random",
            "postgresql://b@a?load_balance_hosts=r%61ndom&user=b",
        ])
    func areUnderstoodWithAnOldOneAsWell(text: String) throws {
        let keywords = try ConnectionString.read(text)
        #expect(keywords["load_balance_hosts"] == "random")
        #expect(keywords["host"] == "a" && keywords["user"] == "b")
        let parameters = try ConnectionParameters(.url(text), ConnectionConfiguration())
        #expect(parameters.plan.order == .random)
        #expect(parameters.keywords["load_balance_hosts"] == nil)
    }

    @Test(arguments: [
        "load_balance_hosts=maybe", "require_auth=magic", "require_auth=md5,!password",
    ])
    func mayNotHaveAnyValue(text: String) {
        let error = #expect(throws: PGError.self) {
            try ConnectionParameters(.url(text), ConnectionConfiguration())
        }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func requireAuthIsAListOrAListOfExceptions() {
        #expect(Set(requireAuth: "md5, scram-sha-256") == [.md5, .scramSHA256])
        #expect(
            Set(requireAuth: "!password,!md5") == [.none, .scramSHA256, .gss, .sspi])
        #expect(Set(requireAuth: "md5,md5") == nil)
        #expect(Set(requireAuth: "md5,!none") == nil)
        #expect(Set<AuthenticationMethod>([.md5, .none]).requireAuth == "md5,none")
    }
}
