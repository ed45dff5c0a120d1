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

@Suite("Connection parameters")
struct ConnectionParametersTests {
    private func parameters(
        _ text: String, _ change: (inout ConnectionConfiguration) -> Void = { _ in }
    ) throws -> ConnectionParameters {
        var configuration = ConnectionConfiguration()
        change(&configuration)
        return try ConnectionParameters(.url(text), configuration)
    }

    @Test func severalHostsAreTakenApart() throws {
        let plan = try parameters("host=a,,/tmp hostaddr=,::1, port=1,,3").plan
        #expect(
            plan.hosts == [
                .init(name: "a", address: nil, port: "1"),
                .init(name: "", address: "::1", port: ""),
                .init(name: "/tmp", address: nil, port: "3"),
            ])
        #expect(plan.hosts.map(\.needsLookUp) == [true, false, false])
    }

    @Test func onePortIsEverybodys() throws {
        #expect(try parameters("host=a,b port=7").plan.hosts.map(\.port) == ["7", "7"])
    }

    @Test(arguments: ["host=a,b,c port=1,2", "host=a hostaddr=::1,::2", "sslmode=sometimes"])
    func libpqsOwnChecksAreMadeBeforeConnecting(text: String) {
        let error = #expect(throws: PGError.self) { try parameters(text) }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test(arguments: TargetServer.allCases)
    func everyTargetIsKnownAndOnlyOneNeedsTwoPasses(target: TargetServer) throws {
        let text = "host=a,b target_session_attrs=\(target.rawValue)"
        let plan = try parameters(text).plan
        #expect(plan.target == target)
        #expect(plan.passes == (target == .preferStandby ? [.standby, .any] : [target]))
        #expect(try parameters("host=a,b") { $0.target = target }.plan.target == target)
    }

    @Test func anUnknownTargetIsRefused() {
        #expect(throws: PGError.self) { try parameters("target_session_attrs=best") }
    }

    @Test func randomOrderIsAPermutationThatVaries() throws {
        var plan = try parameters("host=a,b,c,d,e,f,g,h") { $0.hostOrder = .random }.plan
        let orders = Set((0..<50).map { _ in plan.orderedHosts().map(\.name).joined() })
        #expect(orders.count > 1)
        #expect(orders.allSatisfy { String($0.sorted()) == "abcdefgh" })
        plan.order = .listed
        #expect(plan.orderedHosts() == plan.hosts)
    }

    @Test func aLostPeerIsNoticedByDefaultAndTheUsersWordWins() throws {
        let defaults = try parameters("host=a").keywords
        #expect(defaults["keepalives_idle"] == "30" && defaults["tcp_user_timeout"] == "60000")
        let own = try parameters("host=a keepalives_idle=7 tcp_user_timeout=0").keywords
        #expect(own["keepalives_idle"] == "7" && own["tcp_user_timeout"] == "0")
        #expect(own["keepalives_interval"] == "10")
        #expect(try parameters("keepalives=0").keywords["keepalives_idle"] == nil)
        #expect(try parameters("host=a") { $0.keepAlive = nil }.keywords["keepalives_idle"] == nil)
    }

    @Test func oneAddressHasAShareOfTheTime() throws {
        #expect(try parameters("host=a").attemptTimeout == .seconds(5))
        #expect(try parameters("host=a connect_timeout=3").attemptTimeout == .seconds(3))
        let own = try parameters("host=a connect_timeout=3") { $0.attemptTimeout = .seconds(1) }
        #expect(own.attemptTimeout == .seconds(1))
    }

    @Test func aConnectionStringMayOnlySayWhatIsAllowed() throws {
        let allowed = ConnectionConfiguration.harmlessKeywords
        _ = try parameters("postgresql://u:p@h/d") { $0.allowedKeywords = allowed }
        for refused in ["sslkey", "sslcert", "passfile", "service", "sslmode", "sslrootcert"] {
            let error = #expect(throws: PGError.self) {
                try parameters("host=h \(refused)=/etc/x") { $0.allowedKeywords = allowed }
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.contains(refused) == true)
        }
    }

    @Test func swiftValuesMeanWhatAStringMeans() throws {
        var server = ConnectionConfiguration.Server(
            hosts: [.init("a", port: 1), .init("b", address: "10.0.0.1")], user: "it's",
            password: "p w", database: "d=1")
        server.tls.mode = .verifyFull
        server.tls.rootCertificates = "/tmp/root.pem"
        server.tls.minimumVersion = .tls13
        server.otherKeywords = ["application_name": "x"]
        let values = try ConnectionParameters(.server(server), ConnectionConfiguration())
        let string = try parameters(
            "host=a,b hostaddr=,10.0.0.1 port=1, user='it\\'s' password='p w' dbname='d=1' "
                + "sslmode=verify-full sslrootcert=/tmp/root.pem ssl_min_protocol_version=TLSv1.3 "
                + "application_name=x")
        #expect(values.keywords == string.keywords)
        #expect(values.plan == string.plan)
    }

    @Test func aZeroByteIsRefused() {
        let server = ConnectionConfiguration.Server(host: "h", password: "a\0b")
        let error = #expect(throws: PGError.self) {
            try ConnectionParameters(.server(server), ConnectionConfiguration())
        }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("password") == true)
    }

    @Test(arguments: ["", "a b", "a=b", "-x", "a'b", "a\0"])
    func aSettingHasAName(name: String) {
        let error = #expect(throws: PGError.self) {
            try parameters("host=a") { $0.settings = [name: "x"] }
        }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test func settingsComeAfterTheStringsOptions() throws {
        let keywords = try parameters("options='-c geqo=off'") {
            $0.settings = ["search_path": "a, b", "my.x": "c\\d"]
        }.keywords
        #expect(
            keywords["options"] == "-c geqo=off -c my.x=c\\\\d -c search_path=a,\\ b")
    }
}

#if os(Linux) || os(macOS)
/// In processes of their own: the environment belongs to all tests of this one.
@Suite("Where connection parameters come from")
struct ConnectionSourceTests {
    @Test func explicitValuesWinOverTheStringItOverTheServiceFileItOverTheEnvironment() async {
        await #expect(processExitsWith: .success) {
            let folder = try temporaryFolder()
            let services = "[shop]\nhost=from-service\nport=7001\ndbname=from-service\n"
            try write(services, to: folder + "/services")
            set("PGSERVICEFILE", folder + "/services")
            set("PGHOST", "from-environment")
            set("PGPORT", "7002")
            set("PGUSER", "from-environment")
            set("PGDATABASE", "from-environment")
            set("PGAPPNAME", "from-environment")
            set("PGTARGETSESSIONATTRS", "read-only")
            var configuration = ConnectionConfiguration()
            configuration.target = .primary
            let parameters = try ConnectionParameters(
                .url("service=shop dbname=from-string application_name=''"), configuration)
            try require(parameters.plan.hosts.map(\.name) == ["from-service"])
            try require(parameters.plan.hosts.map(\.port) == ["7001"])
            try require(parameters.plan.target == .primary)
            try require(parameters.keywords["dbname"] == "from-string")
            try require(parameters.keywords["user"] == "from-environment")
            // Empty in the string, which is not the same as missing.
            try require(parameters.keywords["application_name"] == "")
            let other = try ConnectionParameters(.url("service=shop"), ConnectionConfiguration())
            try require(other.plan.target == .readOnly)
            try require(other.keywords["application_name"] == "from-environment")
        }
    }

    @Test func theEnvironmentAloneIsEnough() async {
        await #expect(processExitsWith: .success) {
            unset("DATABASE_URL")
            set("PGHOST", "a,b")
            set("PGPORT", "1,2")
            set("PGDATABASE", "d")
            set("PGUSER", "u")
            set("PGPASSWORD", "s3cr3t")
            set("PGSSLMODE", "verify-full")
            set("PGCONNECT_TIMEOUT", "3")
            set("PGLOADBALANCEHOSTS", "random")
            let parameters = try ConnectionParameters(.environment, ConnectionConfiguration())
            try require(parameters.plan.hosts.map(\.name) == ["a", "b"])
            try require(parameters.plan.hosts.map(\.port) == ["1", "2"])
            try require(parameters.plan.order == .random)
            try require(parameters.keywords["password"] == "s3cr3t")
            try require(parameters.keywords["sslmode"] == "verify-full")
            try require(parameters.attemptTimeout == .seconds(3))
            set("PGPORT", "5")
            set("DATABASE_URL", "postgresql://x@c/e")
            let url = try ConnectionParameters(.environment, ConnectionConfiguration())
            try require(url.plan.hosts.map(\.name) == ["c"])
            try require(url.keywords["dbname"] == "e" && url.keywords["user"] == "x")
        }
    }

    @Test func aServiceThatDoesNotExistIsNamed() async {
        await #expect(processExitsWith: .success) {
            set("PGSERVICEFILE", "/nonexistent/services")
            do {
                _ = try ConnectionParameters(.url("service=shop"), ConnectionConfiguration())
                throw Unexpected()
            } catch let error as PGError {
                try require(error.code == .invalidConfiguration)
                try require(error.message.contains("shop") || error.message.contains("services"))
            }
        }
    }
}

private struct Unexpected: Error {}

private func require(_ condition: Bool, line: UInt = #line) throws {
    guard condition else {
        print("not so: line \(line)")
        throw Unexpected()
    }
}

private func set(_ name: String, _ value: String) {
    _ = unsafe setenv(name, value, 1)
}

private func unset(_ name: String) {
    _ = unsafe unsetenv(name)
}

private func temporaryFolder() throws -> String {
    var template = Array("/tmp/strata-connect-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
    }
    try require(isMade)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func write(_ text: String, to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    try require(descriptor >= 0)
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    try require(unsafe write(descriptor, bytes, bytes.count) == bytes.count)
}
#endif
