import PGCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Keeps a server from asking for a proof of identity that was not allowed, where libpq is too old.
///
/// ``AuthenticationMethod`` says how far that goes.
struct AuthenticationGuard: Sendable {
    private let allowed: Set<AuthenticationMethod>
    /// Whether TLS, which nobody can look into, is good enough as it is.
    private let trustsTLS: Bool
    /// Whether the server has asked for anything yet, as far as that can be seen.
    private var hasBeenAsked = false

    private static let passwords: Set<AuthenticationMethod> = [.password, .md5, .scramSHA256]

    /// Arranges for a set to be enforced; `nil` when libpq does so, or there is nothing to enforce.
    ///
    /// - Throws: `PGError.Code.invalidConfiguration` for an empty set.
    init?(
        _ allowed: Set<AuthenticationMethod>?, keywords: inout [String: String],
        hasRequireAuth: Bool = LibpqCapabilities.current.hasRequireAuth
    ) throws(PGError) {
        guard let allowed else { return nil }
        guard !allowed.isEmpty else {
            throw PGError(.invalidConfiguration, "no way of authentication is allowed")
        }
        guard !hasRequireAuth else {
            keywords["require_auth"] = allowed.requireAuth
            return nil
        }
        self.allowed = allowed
        let kinds = allowed.intersection(Self.passwords)
        if kinds.isEmpty {
            // What is not there cannot be sent.
            keywords["password"] = ""
            keywords["passfile"] = "/dev/null"
        }
        let isScramOnly = allowed == [.scramSHA256]
        let alwaysTLS = ["require", "verify-ca", "verify-full"].contains(keywords["sslmode"])
        if isScramOnly, alwaysTLS { keywords["channel_binding"] = "require" }
        let isBound = isScramOnly && keywords["channel_binding"] == "require"
        let needsNoPassword = kinds.isEmpty && allowed.contains(.none)
        trustsTLS = isBound || needsNoPassword || kinds == Self.passwords
    }

    /// Whether a password is of any use.
    var wantsPassword: Bool { !allowed.isDisjoint(with: Self.passwords) }

    enum Verdict: Equatable {
        case goOn
        /// Too little has arrived to tell.
        case wait
    }

    /// Looks at what the server has sent before libpq reads and answers it.
    ///
    /// - Throws: `PGError.Code.connectionFailed` for a request that is not allowed.
    mutating func inspect(_ handle: borrowing ConnectionHandle) throws(PGError) -> Verdict {
        guard handle.isAuthenticating else { return .goOn }
        guard !handle.isEncrypted else {
            guard trustsTLS else { throw Self.cannotTell }
            return .goOn
        }
        return try inspect(Self.peek(handle.socket))
    }

    /// Looks at a connection that was made.
    ///
    /// - Throws: `PGError.Code.connectionFailed` when the server asked for nothing and had to.
    func inspectMade(_ handle: borrowing ConnectionHandle) throws(PGError) {
        guard hasBeenAsked || handle.usedPassword || allowed.contains(.none) else {
            throw refused("none")
        }
    }

    /// Goes through whole and partial messages: `R` is a request, anything else is not about this.
    mutating func inspect(_ bytes: [UInt8]) throws(PGError) -> Verdict {
        var rest = bytes[...]
        while let type = rest.first {
            guard rest.count >= 5 else { return .wait }
            let length = Self.number(rest.dropFirst())
            guard type == UInt8(ascii: "R") else {
                // A message of another kind, or something libpq will complain about.
                guard length >= 4, rest.count > length else { return .goOn }
                rest = rest.dropFirst(length + 1)
                continue
            }
            guard rest.count >= 9 else { return .wait }
            try check(Self.number(rest.dropFirst(5)))
            guard length >= 8, rest.count > length else { return .goOn }
            rest = rest.dropFirst(length + 1)
        }
        return .goOn
    }

    private mutating func check(_ request: Int) throws(PGError) {
        let wanted: AuthenticationMethod
        switch request {
        case 0:
            guard hasBeenAsked || allowed.contains(.none) else { throw refused("none") }
            return
        case 3: wanted = .password
        case 5: wanted = .md5
        // SSPI asks for GSSAPI's messages after its own.
        case 7, 8: wanted = allowed.contains(.sspi) ? .sspi : .gss
        case 9: wanted = .sspi
        case 10, 11, 12: wanted = .scramSHA256
        default: throw refused("method \(request)")
        }
        guard allowed.contains(wanted) else { throw refused(wanted.rawValue) }
        hasBeenAsked = true
    }

    private func refused(_ method: String) -> PGError {
        PGError(
            .authenticationRefused,
            "the server asked for authentication by \(method), but only \(allowed.requireAuth) is "
                + "allowed; nothing was sent to it")
    }

    private static let cannotTell = PGError(
        .authenticationRefused,
        "this libpq cannot tell how a server asks for authentication within TLS; no password was sent",
        hint: "Use libpq 16 or newer, or allow only scramSHA256 together with sslmode require or "
            + "stricter")

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func peek(_ socket: Int32) -> [UInt8] {
        unsafe withUnsafeTemporaryAllocation(byteCount: 8_192, alignment: 1) { buffer in
            let count = unsafe recv(
                socket, buffer.baseAddress, buffer.count, Int32(MSG_PEEK))
            guard count > 0 else { return [] }
            return unsafe Array(buffer.prefix(count))
        }
    }
}
